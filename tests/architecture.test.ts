import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/** Every TypeScript source of the product; tests are no part of its architecture. */
const sources = ['libs', 'services', 'gateway', 'deploy'].flatMap((folder) => filesUnder(join(ROOT, folder)));

function filesUnder(folder: string): { file: string; text: string; imports: string[] }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ['node_modules', 'dist', 'fixtures'].includes(entry.name) ? [] : filesUnder(path);
    }
    if (!entry.name.endsWith('.ts') || /\.test\.ts$|test-(support|stubs)\.ts$/.test(entry.name)) return [];
    const text = readFileSync(path, 'utf8');
    const imports = [...text.matchAll(/(?:from|import\()\s*'([^'\s]+)'/g)].map(([, from]) => from ?? '');
    return [{ file: relative(ROOT, path), text, imports }];
  });
}

/** What dependency-cruiser cannot say; which folder may import which is in .dependency-cruiser.js. */
describe('the boundaries', () => {
  it('imports what the package itself names, and names nothing else', () => {
    const packageOf = (file: string): string => /^(gateway|\w+\/[\w-]+)\//.exec(file)?.[1] ?? '';
    for (const folder of new Set(sources.map(({ file }) => packageOf(file)))) {
      const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
        readFileSync(join(ROOT, folder, 'package.json'), 'utf8'),
      );
      const imported = sources
        .filter(({ file }) => packageOf(file) === folder)
        .flatMap(({ imports }) => imports)
        .filter((from) => !from.startsWith('.') && !isBuiltin(from))
        .map((from) => from.split('/', from.startsWith('@') ? 2 : 1).join('/'));
      const named = Object.keys(dependencies).filter(
        (name) => !LOADED_OTHERWISE.has(`${folder}: ${name}`) && !name.startsWith('@fontsource-variable/'),
      );
      expect({ folder, imported: [...new Set(imported)].sort() }).toEqual({ folder, imported: named.sort() });
    }
  });

  it('every package can be built and tested by lerna', () => {
    const folders = ['libs', 'services'].flatMap((parent) =>
      readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`),
    );
    const without = [...folders, 'gateway', 'deploy/local'].filter((folder) => {
      const { scripts } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
      return scripts?.build === undefined || scripts.test === undefined;
    });
    expect(without).toEqual([]);
  });

  it('keeps models out of libs, and of a model shows routes only the words of an enumeration', () => {
    expect(sources.filter(({ file }) => /^libs\/.*\.model\.ts$/.test(file))).toEqual([]);
    const fromModels = sources
      .filter(({ file }) => file.endsWith('.routes.ts'))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/import \{([^}]*)\} from '[^']*\.model'/g)].flatMap(([, names = '']) =>
          names.split(',').map((name) => `${file}: ${name.trim()}`),
        ),
      );
    expect(fromModels.filter((found) => !/: (type \w+|[A-Z_]+)?$/.test(found))).toEqual([]);
  });

  it('keeps rows of a tenant that is erased only where it is written down here', () => {
    const found = sources.filter(
      ({ file, text }) => file.startsWith('services/') && text.includes('keptWhenErased'),
    );
    expect(found.map(({ file }) => file).sort()).toEqual(Object.keys(KEPT));
  });

  it("reaches out of the caller's tenant only where it is written down here", () => {
    const found: Record<string, number> = {};
    for (const { file, text } of sources.filter(({ file }) => file.startsWith('services/'))) {
      for (const [, collection] of text.matchAll(/(?:(\w+)\s*\.across|\binTenant)\(/g)) {
        const call = `${file}: ${collection === undefined ? 'inTenant' : `${collection}.across`}`;
        found[call] = (found[call] ?? 0) + 1;
      }
    }
    const listed = Object.entries(DOORS).map(([call, reasons]) => [call, reasons.length]);
    expect(found).toEqual(Object.fromEntries(listed));
    expect(
      sources.filter(
        ({ file, text }) => file.startsWith('services/') && /\.\.\.(ctx|tx), tenantId/.test(text),
      ),
    ).toEqual([]);
  });
});

/** What stays of a tenant that is erased, and why that may be. */
const KEPT: Record<string, string> = {
  'services/integration/src/audit/audit-log.model.ts': 'the chain and its end, without details',
  'services/tenant/src/tenants/erasure.model.ts': 'the receipts',
};

/** What is named in a package and imported by no line of it: found by its files. */
const LOADED_OTHERWISE = new Set(['gateway: swagger-ui-dist']);

/** Every call that reaches rows of more than one tenant, or of one that no path names, with its reason. */
const DOORS: Record<string, string[]> = {
  'services/asset/src/assets/asset.routes.ts: inTenant': [
    'internal: the calling service names the tenant in the query',
    'internal: likewise',
    'internal: likewise',
  ],
  'services/asset/src/assets/sweep.ts: assetVersions.across': [
    'the sweeper looks for what uploads of any tenant left',
  ],
  'services/asset/src/assets/sweep.ts: inTenant': ['the sweeper works on each row as its tenant'],
  'services/asset/src/imports/import.routes.ts: inTenant': [
    'internal: content names the tenant in the query',
    'internal: likewise',
    'internal: likewise',
  ],
  'services/asset/src/imports/made-before.ts: inTenant': [
    'a bundle says whose file it has, which is compared with that one',
  ],
  'services/asset/src/imports/sweep-imports.ts: assetVersions.across': [
    'the sweeper looks for what imports of any tenant left',
  ],
  'services/asset/src/imports/sweep-imports.ts: inTenant': ['the sweeper works on each import as its tenant'],
  'services/billing/src/api-requests/count-api-requests.ts: inTenant': [
    'internal: the gateway counts the requests of several tenants in one batch',
    'and reads what their plans allow',
  ],
  'services/asset/src/usage/report-storage.ts: storageUsage.across': [
    'billing is told of whatever tenant has changed',
    'and that it has been told',
  ],
  'services/billing/src/subscriptions/missing-steps.jobs.ts: inTenant': [
    'each step is scheduled in the tenant of its subscription',
  ],
  'services/billing/src/subscriptions/missing-steps.jobs.ts: subscriptions.across': [
    'the job looks through the subscriptions of all tenants',
  ],
  'services/billing/src/usage/usage.ts: inTenant': ['internal: asset reports of several tenants at once'],
  'services/billing/src/stripe/compare.jobs.ts: inTenant': [
    'Stripe says whose subscription it is, as we have told it',
    'each subscription is compared as that of its tenant',
  ],
  'services/billing/src/stripe/compare.jobs.ts: subscriptions.across': [
    'the subscriptions of all tenants are compared',
  ],
  'services/billing/src/stripe/handle-event.ts: inTenant': ['Stripe has signed whose subscription it is'],
  'services/content/src/bundles/bundle.routes.ts: inTenant': [
    'internal: asset names the tenant in the query',
  ],
  'services/content/src/delivery/public-site.ts: inTenant': ['the host says whose site is read'],
  'services/content/src/delivery/site-answer.ts: inTenant': [
    'the host says whose drafts are shown to whoever has a link of that tenant',
    'internal: the gateway names the tenant whose release it knows',
    'the host says whose site is read',
  ],
  'services/content/src/forms/expire-submissions.ts: inTenant': [
    'each submission is deleted as one of its tenant',
  ],
  'services/content/src/forms/expire-submissions.ts: submissions.across': [
    'the job looks for what has been kept for long enough by any tenant',
  ],
  'services/content/src/releases/prune-site.jobs.ts: inTenant': ['each site is pruned as its tenant'],
  'services/content/src/releases/prune-site.jobs.ts: tenantPlans.across': [
    'the job looks whose plan keeps releases for so long',
  ],
  'services/content/src/sites/site-host.ts: inTenant': ['the host says whose site is read'],
  'services/identity/src/api-keys/key-usage.ts: apiKeys.across': [
    'internal: the gateway counts by key, and a key is known before its tenant',
  ],
  'services/identity/src/api-keys/key-usage.ts: inTenant': ['a key counts in its own tenant'],
  'services/identity/src/auth/me.ts: apiKeys.across': ['a key is known before its tenant'],
  'services/identity/src/auth/register.ts: inTenant': [
    'a registration makes the first membership of its new tenant',
  ],
  'services/identity/src/grants/grant.ts: apiKeys.across': [
    'a key is known before its tenant',
    'so is one that has been replaced',
  ],
  'services/identity/src/invitations/accept-invitation.ts: inTenant': [
    'the token of the link says which tenant somebody joins',
  ],
  'services/identity/src/invitations/read-invitation.ts: memberships.across': [
    'the token of the link says which membership it is about',
  ],
  'services/identity/src/grants/grant.ts: inTenant': [
    'the gateway asks what a user may do in the tenant of a path',
    "a key's last use is noted in its own tenant",
    'a key is over with the keys that made it, which are of its own tenant',
  ],
  'services/identity/src/memberships/membership.ts: inTenant': [
    'the tenant service names the tenant that it makes',
  ],
  'services/identity/src/memberships/membership.ts: memberships.across': [
    'a user may belong to several tenants',
    'an account that nobody has used yet goes with its last invitation, of whatever tenant',
    'internal: the tenant service copies who belongs to which tenant',
  ],
  'services/integration/src/audit/audit-log.ts: auditHeads.across': ['a batch is of many tenants'],
  'services/integration/src/audit/audit-log.ts: auditLogs.across': [
    'a super_admin reads the log of all tenants',
    'a batch is of many tenants',
  ],
  'services/content/src/tenants/industry.jobs.ts: sites.across': [
    'the sites of all tenants whose industry is not known',
    'the sites of all tenants whose industry is not known',
  ],
  'services/content/src/tenants/industry.jobs.ts: inTenant': ['each is changed as that of its tenant'],
  'services/tenant/src/certificates/certificate.ts: acmeChallenges.across': [
    'a certificate authority knows a token, and no tenant',
  ],
  'services/tenant/src/certificates/certificate.ts: domains.across': [
    'the host says whose certificate it is',
  ],
  'services/tenant/src/certificates/certificate.ts: inTenant': ['the host says whose certificate it is'],
  'services/tenant/src/certificates/certificate.jobs.ts: certificates.across': [
    'the private keys of all tenants are encrypted anew',
  ],
  'services/tenant/src/certificates/certificate.jobs.ts: inTenant': ['each as that of its tenant'],
  'services/tenant/src/certificates/order-turns.ts: certificateOrders.across': [
    'an authority counts the orders of all tenants',
  ],
  'services/tenant/src/custom-domains/recheck-domains.ts: domains.across': [
    'the domains of all tenants are checked again',
  ],
  'services/tenant/src/custom-domains/recheck-domains.ts: inTenant': [
    'each domain is checked as that of its tenant',
  ],
  'services/tenant/src/custom-domains/verify-domain.ts: domains.across': [
    'a domain is verified for one tenant at most',
  ],
  'services/tenant/src/custom-domains/verify-domain.ts: inTenant': [
    'a domain is taken from its holder, whose proof is gone',
  ],
  'services/tenant/src/locations/location.routes.ts: inTenant': [
    'internal: the calling service names the tenant in the query',
  ],
  'services/integration/src/audit/checkpoint.jobs.ts: auditHeads.across': [
    'the job looks for the chains of any tenant that have grown',
  ],
  'services/integration/src/audit/checkpoint.jobs.ts: inTenant': ['each chain is followed as its tenant'],
  'services/integration/src/audit/expire-audit-logs.jobs.ts: auditHeads.across': [
    'the job looks through the chains of all tenants',
  ],
  'services/integration/src/audit/expire-audit-logs.jobs.ts: inTenant': ['each chain is cut as its tenant'],
  'services/tenant/src/audit-checkpoints/audit-checkpoint.ts: inTenant': [
    'internal: integration names the chain, which is a tenant',
  ],
  'services/integration/src/deliveries/claim.ts: deliveries.across': [
    'what is due of all webhooks is counted for the operator',
    'the dispatcher looks for what is due to any tenant',
    'it claims what it has found',
  ],
  'services/integration/src/deliveries/claim.ts: feedEvents.across': ['a batch is of many tenants'],
  'services/integration/src/deliveries/claim.ts: webhooks.across': ['a batch is of many tenants'],
  'services/integration/src/deliveries/enqueue.ts: deliveries.across': ['a batch is of many tenants'],
  'services/integration/src/deliveries/enqueue.ts: webhooks.across': ['a batch is of many tenants'],
  'services/integration/src/event-feed/feed-event.ts: feedEvents.across': ['a batch is of many tenants'],
  'services/integration/src/event-feed/feed-event.ts: feedHeads.across': ['a batch is of many tenants'],
  'services/integration/src/deliveries/outcomes.ts: deliveries.across': ['a batch is of many tenants'],
  'services/integration/src/deliveries/outcomes.ts: deliveryAttempts.across': ['a batch is of many tenants'],
  'services/integration/src/deliveries/outcomes.ts: inTenant': ['a webhook is disabled in its own tenant'],
  'services/integration/src/deliveries/outcomes.ts: webhookStats.across': [
    'a batch is of many tenants',
    'a batch is of many tenants',
  ],
  'services/integration/src/webhooks/webhook.jobs.ts: inTenant': ['a webhook is changed in its own tenant'],
  'services/integration/src/webhooks/webhook.jobs.ts: webhooks.across': [
    'the secrets of all tenants are encrypted anew',
  ],
  'services/tenant/src/tenants/create-tenant.ts: inTenant': [
    'the creator has just reserved this tenant',
    'the sweeper finishes each reservation as its tenant',
  ],
  'services/tenant/src/tenants/create-tenant.ts: tenants.across': [
    'a subdomain is unique among all tenants',
    'a reservation that is released has no caller of its own',
    'the sweeper finishes what any tenant left half-made',
  ],
  'services/tenant/src/tenants/membership.jobs.ts: inTenant': ['each membership is one of its tenant'],
  'services/tenant/src/tenants/membership.jobs.ts: memberships.across': [
    'whether memberships of any tenant are known',
  ],
  'services/tenant/src/tenants/membership.jobs.ts: tenants.across': ['whether there is any tenant'],
  'services/tenant/src/tenants/membership.ts: memberships.across': ['a user may belong to several tenants'],
  'services/tenant/src/tenants/subdomain.ts: tenants.across': ['a subdomain is unique among all tenants'],
  'services/tenant/src/tenants/tenant.ts: tenants.across': [
    'a caller may belong to several tenants',
    'internal: content asks in which industries tenants are',
  ],
};
