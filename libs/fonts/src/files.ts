import { readFile } from 'node:fs/promises';
import { fontFileName } from './faces';
import { FONT_FAMILIES } from './families';

/** Where each file that exists comes from. Names of clients are looked up here and never become paths. */
const sources: ReadonlyMap<string, string> = new Map(
  FONT_FAMILIES.flatMap((family) =>
    (['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'greek'] as const).flatMap((subset) => {
      const name = fontFileName(family, subset);
      const source = `@fontsource-variable/${family.id}/files/${family.id}-${subset}-wght-normal.woff2`;
      return name === undefined ? [] : [[name, source] as const];
    }),
  ),
);

/** The names of all files. */
export const FONT_FILES: readonly string[] = [...sources.keys()];

export interface FontFiles {
  /** WOFF2, read once and kept; undefined where no file has that name. */
  read(name: string): Promise<Buffer | undefined>;
}

export function createFontFiles(): FontFiles {
  const kept = new Map<string, Promise<Buffer>>();
  return {
    read: async (name) => {
      const source = sources.get(name);
      if (source === undefined) return undefined;
      const reading = kept.get(name) ?? readFile(require.resolve(source));
      kept.set(name, reading);
      try {
        return await reading;
      } catch (error) {
        kept.delete(name);
        throw error;
      }
    },
  };
}
