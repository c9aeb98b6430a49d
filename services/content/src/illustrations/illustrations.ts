import { ILLUSTRATIONS } from './catalogue';
import { type Illustration } from './catalogue/illustration';
import { paletteOf, type PictureBranding } from './palette';
import { inColors, svgSource } from './svg-source';

export { ILLUSTRATION_GROUPS, type Illustration } from './catalogue/illustration';
export { type Palette, paletteOf, type PictureBranding } from './palette';

const byId = new Map(ILLUSTRATIONS.map((illustration) => [illustration.id, illustration]));
const byName = new Map(ILLUSTRATIONS.map((illustration) => [illustration.name, illustration]));

/** The names of all pictures, such as `plumbing/copper-bath`. */
export const illustrationNames: readonly string[] = [...byName.keys()];

/** The picture with this id; undefined for ids of other things, such as an owner's photograph. */
export function illustrationById(id: string): Illustration | undefined {
  return byId.get(id);
}

/** The picture with this name; undefined for names that are none. */
export function illustrationByName(name: string): Illustration | undefined {
  return byName.get(name);
}

/**
 * The picture as an SVG document in the colours of the brand. The same branding gives the same text: it can be hashed
 * and kept for ever. It holds no script and refers to nothing outside itself. Throws for a name that is none.
 */
export function renderIllustration(name: string, branding: PictureBranding): string {
  if (!byName.has(name)) throw new Error(`No illustration is named ${name}`);
  return inColors(svgSource(name), paletteOf(branding));
}
