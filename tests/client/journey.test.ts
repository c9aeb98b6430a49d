import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
/** Inside the repository, so that the compiler finds the packages. */
const FOLDER = join(ROOT, '.data', 'client');

beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  const generator = join(ROOT, 'node_modules/openapi-typescript/bin/cli.js');
  execFileSync(process.execPath, [generator, join(ROOT, 'api/openapi.json'), '-o', join(FOLDER, 'api.d.ts')]);
  copyFileSync(join(__dirname, 'journey.ts'), join(FOLDER, 'journey.ts'));
}, 120_000);
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

describe('a client generated from the document', () => {
  it('compiles strictly, and a wrong field of a section does not', () => {
    const program = ts.createProgram([join(FOLDER, 'journey.ts')], {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
    });
    // The wrong field stands under @ts-expect-error, which is an error itself where nothing is wrong.
    const messages = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(messages).toEqual([]);
  }, 120_000);
});
