'use strict';
// `npm run seed:load -- --tenants 10000 --pages 10`: fills the databases of an installation that has a tenant with a
// published site, such as those of the demo, with copies of it.
const { parseArgs } = require('node:util');
const { multiplyTenant } = require('./lib/multiply');

const { values } = parseArgs({
  options: {
    tenants: { type: 'string', default: '10000' },
    pages: { type: 'string', default: '10' },
    like: { type: 'string' },
    prefix: { type: 'string', default: 'siteninja' },
  },
});

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

async function main() {
  const { MONGODB_URI: uri } = process.env;
  if (!uri) throw new Error('Name the database in MONGODB_URI.');
  const { prefix, like: tenantId } = values;
  const [tenants, pages] = [Number(values.tenants), Number(values.pages)];
  const started = Date.now();
  const ids = await multiplyTenant(uri, { prefix, tenants, pages, say, ...(tenantId ? { tenantId } : {}) });
  say(`${ids.length} tenants of ${pages} pages in ${Math.round((Date.now() - started) / 1_000)} s`);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
