import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** Requires a TypeScript file as Node would its compiled form, and prints the files that this has loaded. */
const LIST_MODULES = `
  const Module = require('node:module');
  const { readFileSync } = require('node:fs');
  const { transformSync } = require('@swc/core');
  const [entry, root] = process.argv.slice(1);
  const before = new Set(Object.keys(require.cache));
  require.extensions['.ts'] = (module, filename) => {
    const jsc = { parser: { syntax: 'typescript' }, target: 'es2023' };
    const source = readFileSync(filename, 'utf8');
    module._compile(transformSync(source, { filename, jsc, module: { type: 'commonjs' } }).code, filename);
  };
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) =>
    resolveFilename(request.replace(/^@siteninja\\/(\\w+)$/, root + '/libs/$1/src/index.ts'), ...rest);
  require(entry);
  const loaded = Object.keys(require.cache).filter((file) => !before.has(file));
  process.stdout.write(JSON.stringify(loaded));
`;

describe('modules of the gateway', () => {
  it('requiring the gateway loads neither a database driver nor a broker client', () => {
    const script = ['-e', LIST_MODULES, resolve(__dirname, 'app.ts'), ROOT];
    const files: string[] = JSON.parse(
      execFileSync(process.execPath, script, { encoding: 'utf8', cwd: ROOT }),
    );
    const packages = new Set(files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]));
    expect([...packages]).toEqual(expect.arrayContaining(['express', 'undici', 'http-proxy-middleware']));
    expect(['mongoose', 'mongodb', 'bson', 'amqplib'].filter((name) => packages.has(name))).toEqual([]);
    expect(files.filter((file) => /libs\/(mongo|events|jobs|service)\//.test(file))).toEqual([]);
  });
});
