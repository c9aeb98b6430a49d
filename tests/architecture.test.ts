import { readdirSync, readFileSync } from 'node:fs';
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
    if (!entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) return [];
    const text = readFileSync(path, 'utf8');
    const imports = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, from]) => from ?? '');
    return [{ file: relative(ROOT, path), text, imports }];
  });
}

const importing = (where: RegExp, what: RegExp): string[] =>
  sources
    .filter(({ file }) => where.test(file))
    .flatMap(({ file, imports }) =>
      imports.filter((from) => what.test(from)).map((from) => `${file} imports ${from}`),
    );

describe('the boundaries', () => {
  it('keeps services apart: none imports another, and libs import none', () => {
    expect(
      importing(/^(services|libs|gateway)\//, /@siteninja\/.*-service|@siteninja\/(gateway|local)/),
    ).toEqual([]);
    expect(importing(/^services\//, /\.\.\/\.\.\/\.\.\//)).toEqual([]);
  });

  it('has one door to each lib', () => {
    expect(importing(/./, /@siteninja\/[a-z]+\/./)).toEqual([]);
  });

  it('stacks the libs: core, mongo, events, http, testing', () => {
    expect(importing(/^libs\/core\//, /@siteninja\//)).toEqual([]);
    expect(importing(/^libs\/mongo\//, /@siteninja\/(events|http|testing)/)).toEqual([]);
    expect(importing(/^libs\/events\//, /@siteninja\/(http|testing)/)).toEqual([]);
    expect(
      importing(/^(libs\/(http|core|mongo|events)|services|gateway|deploy)\//, /@siteninja\/testing/),
    ).toEqual([]);
  });

  it('keeps models out of libs, and routes out of models and operations', () => {
    expect(sources.filter(({ file }) => /^libs\/.*\.model\.ts$/.test(file))).toEqual([]);
    expect(importing(/\.model\.ts$/, /\.routes$|@siteninja\/(http|events)|express/)).toEqual([]);
    const operations = /^services\/\w+\/src\/(?!.*\.(routes|model|consumers)\.ts$)[\w-]+\/.*\.ts$/;
    expect(importing(operations, /\.routes$|^express$/)).toEqual([]);
    expect(importing(/\.routes\.ts$/, /\.model$|@siteninja\/(mongo|events)/)).toEqual([]);
  });

  it('reaches across tenants only where the reason is written down', () => {
    const doors = sources
      .filter(({ file }) => file.startsWith('services/'))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/(\w+)\s*\.across\(/g)].map(([, rows]) => `${file}: ${rows}`),
      );
    expect([...new Set(doors)].sort()).toEqual(ACROSS);
  });
});

/** Every place where rows of more than one tenant can be reached; each call says why. */
const ACROSS: string[] = [];
