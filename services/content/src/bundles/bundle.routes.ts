import { calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { ok, raw, rawBody } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { internalRoute, route } from '../context';
import { exportSite } from './export-site';
import { siteImport } from './import.schema';
import { importSite, isAssetImported } from './import-site';
import { type ReceivedBundle, receiveBundle } from './receive-bundle';

const ARCHIVES = ['application/gzip', 'application/x-gzip', 'application/octet-stream'] as const;

export const bundleRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/export',
    operationId: 'exportSite',
    summary: 'Get the whole site as a .tar.gz',
    description:
      'One JSON object a line (NDJSON): `pages` (the drafts as they are now, with sections and SEO; deleted ones are not in it), `navigation`, `redirects`, `crawlers`, `branding` and `assets`, each as `<name>.ndjson`; beside them `files/` with the original of every asset, `manifest.json` with format and version, and at the end `checksums.sha256`, which `sha256sum -c` checks. Pages and what surrounds them are those of one moment. A bundle without its checksums was broken off. Versions, releases, schedules, submissions, users, keys, domains, the profile and the locations are not in it.',
    allow: 'read:tenants',
    returns: raw('application/gzip'),
    errors: ['site.not_ready'],
    handle: (ctx) => Promise.resolve(exportSite(ctx)),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/import',
    operationId: 'importSite',
    summary: 'Replace the site by that of a .tar.gz that an export has given',
    description:
      "All or nothing, and everything gets a new id. Pages, navigation, redirects, crawlers and branding take the place of those that are there; former pages are deleted, and can be restored; assets are added to those that there are. The pages are drafts: visitors see the former site, with its menus and its look, until the first of them is published; a staged release publishes all at once. Links to the former site's own pages and files lead to the new ones. What names a location that the tenant does not have, or something that is not in the bundle, is left out with a warning. `dryRun` checks everything and changes nothing; meanwhile it holds the storage that the files take. A bundle may be made or changed by hand: the manifest comes first, the checksums last. Errors name entry, line and field: `pages.ndjson:3 sections.1.content.heading`. At most 10,000 entries and 10 GB.",
    allow: 'write:tenants',
    query: s.object({ dryRun: s.optional(s.boolean()) }),
    parseBody: (ctx, request) => receiveBundle(ctx, rawBody(request, ARCHIVES)),
    bodyType: 'application/gzip',
    bodySchema: { type: 'string', format: 'binary', minLength: 1 },
    body: s.json<ReceivedBundle>(),
    returns: ok(siteImport),
    emits: ['site.imported'],
    etag: false,
    errors: ['plan.limit_reached', 'site.not_ready'],
    handle: (ctx, { query, body }) => importSite(ctx, body, query),
  }),
];

export const internalBundleRoutes = [
  internalRoute(calls.isAssetImported, (ctx, { params, query }) =>
    isAssetImported(inTenant(ctx, query.tenantId), params.assetId),
  ),
];
