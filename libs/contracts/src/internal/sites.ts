import { GATEWAY } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { internalCall } from './call';

const host = s.string({ max: 300 });

/** What a host shows. `releaseId` is null where `status` is not `live`. */
export const siteHost = s.object({
  tenantId: s.nullable(s.uuid()),
  status: s.enum('live', 'none', 'deleted', 'suspended', 'unknown'),
  releaseId: s.nullable(s.string()),
  /** The origin of the tenant's primary host, where this host is another. */
  redirectTo: s.default(s.nullable(s.string()), null),
});

/** The key of the shared cache under which content puts the answer to `getSiteHost` when it activates a release. */
export const siteHostKey = (host: string): string => `site-host:${host}`;

/** What the keys of the shared cache begin with under which gateways keep the answers of a tenant's releases. */
export const siteAnswerPrefix = (tenantId: string): string => `site-answer:${tenantId}:`;

export const getSiteHost = internalCall({
  service: 'content',
  method: 'get',
  path: '/internal/sites/host',
  summary: 'Read what a host shows',
  callers: [GATEWAY],
  query: s.object({ host }),
  answer: siteHost,
});

/** The answer to a visitor; one of a release never changes. */
export const siteAnswer = s.object({
  status: s.integer({ min: 200, max: 599 }),
  headers: s.record(s.string({ min: 0, max: 20_000 })),
  body: s.string({ min: 0, max: 50_000_000 }),
  encoding: s.describe(s.optional(s.enum('base64')), 'Of a body that is no text.'),
});

export const getSiteAnswer = internalCall({
  service: 'content',
  method: 'get',
  path: '/internal/sites/answer',
  summary: 'Read what a visitor of a site gets',
  callers: [GATEWAY],
  query: s.object({
    host,
    path: s.string({ max: 2_000 }),
    tenantId: s.optional(s.uuid()),
    releaseId: s.optional(s.string({ max: 100 })),
  }),
  answer: siteAnswer,
});

/** As browsers send it: every character as it is, whatever the form makes of it. */
const sentText = (max: number) => s.string({ min: 0, max, exact: true });

/** Fields that the body of a form has at most. */
export const MAX_SENT_FIELDS = 100;

export const submitSiteForm = internalCall({
  service: 'content',
  method: 'post',
  path: '/internal/sites/forms/:formId',
  summary: 'Take what a visitor has sent by a form of a site, and read what the visitor gets',
  callers: [GATEWAY],
  body: s.object({
    host,
    fields: s.array(s.object({ name: sentText(1_000), value: sentText(300_000) }), { max: MAX_SENT_FIELDS }),
    ipAddress: s.string({ max: 100 }),
    userAgent: s.nullable(sentText(20_000)),
  }),
  answer: siteAnswer,
  emits: ['contact.submitted'],
});

/** For the asset service, which keeps the files of an import until it hears of it. */
export const isAssetImported = internalCall({
  service: 'content',
  method: 'get',
  path: '/internal/imported-assets/:assetId',
  summary: 'Read whether an asset belongs to a bundle that has been imported',
  callers: ['asset'],
  query: s.object({ tenantId: s.uuid() }),
  answer: s.object({ isImported: s.boolean() }),
});
