const { readdirSync } = require('node:fs');

const folders = (parent) =>
  readdirSync(`${__dirname}/${parent}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** A message says its package: `fix(gateway): …`. Several are separated by commas, none is for all. */
const SCOPES = [...folders('libs'), ...folders('services'), 'gateway', 'local', 'k8s'];
/** Parts of tests/, and what renovate.json makes. */
const OTHERS = ['architecture', 'contract', 'deploy', 'readme', 'setup', 'e2e', 'load', 'chaos', 'deps'];

module.exports = {
  extends: ['@commitlint/config-conventional'],
  rules: {
    'header-max-length': [2, 'always', 120],
    'body-max-line-length': [0],
    'scope-enum': [2, 'always', [...SCOPES, ...OTHERS]],
  },
};
