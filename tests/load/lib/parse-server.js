'use strict';
const { spawn } = require('node:child_process');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { SERVER_CORE } = require('./measure');

const VERSION = '9.10.0';

/**
 * Installs Parse Server where it is none of the repository's own dependencies; a second run finds it.
 * @param {string} folder @param {{ signal: AbortSignal, say(line: string): void }} run
 */
async function installParseServer(folder, { signal, say }) {
  if (installedVersion(folder) === VERSION) return;
  say(`Installing parse-server ${VERSION} into ${folder} (once, about 190 MB) …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "bench-parse-server", "private": true }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await npm(['install', ...options, `parse-server@${VERSION}`], folder, signal);
}

/** @param {string} folder @returns {string | undefined} */
function installedVersion(folder) {
  const file = join(folder, 'node_modules/parse-server/package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}

/** @param {string[]} args @param {string} cwd @param {AbortSignal} signal @returns {Promise<void>} */
function npm(args, cwd, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd, signal, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error('npm could not install parse-server.')),
    );
  });
}

/**
 * Parse Server on the same database, holding the same pages.
 * @param {import('./product').Run} run @param {string} installed
 * @param {{ pages: object[], inList: string[] }} told the pages, and the names of their fields in a list
 * @returns {Promise<{ pid: number, targets: Record<'read' | 'list' | 'create', import('./wrk').Target> }>}
 */
async function startParseServer({ processes, mongodbUri, ports }, installed, told) {
  const database = new URL(mongodbUri);
  database.pathname = '/bench_parse';
  const env = {
    NODE_ENV: 'production',
    PARSE_FOLDER: installed,
    PARSE_PORT: String(ports.parseServer),
    PARSE_DATABASE: database.href,
  };
  const script = ['tests/load/fixtures/parse-server.js'];
  const { pid, said } = await processes.start('parse-server', script, { core: SERVER_CORE, env, tell: told });
  return { pid, targets: said };
}

module.exports = { installParseServer, startParseServer, PARSE_VERSION: VERSION };
