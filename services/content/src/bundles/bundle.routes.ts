import { raw } from '@siteninja/http';
import { route } from '../context';
import { exportSite } from './export-site';

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
];
