import { createHash } from 'node:crypto';
import { type SiteAsset, type SiteBranding } from '../markup/site';
import { illustrationById, illustrationNames, renderIllustration } from './illustrations';

/** Where a site's illustrations are, on its own host. */
export const PICTURES_PATH = '/_sn/pictures/';

/** The illustrations among these ids, as a release freezes them: their addresses change with the brand. */
export function illustrationsAmong(
  ids: readonly string[],
  branding: SiteBranding,
): Record<string, SiteAsset> {
  const found = [...new Set(ids)].flatMap((id) => illustrationById(id) ?? []);
  return Object.fromEntries(
    found.map(({ id, name, alt, width, height }) => {
      const href = PICTURES_PATH + fileOf(name, renderIllustration(name, branding));
      const original = { name: 'original' as const, format: 'svg' as const, width, height, href };
      return [id, { alt, width, height, variants: [original] }];
    }),
  );
}

/** The illustration at a path of a site, in the colours of its brand; undefined where there is none. */
export function illustrationAt(path: string, branding: SiteBranding): string | undefined {
  const file = path.slice(PICTURES_PATH.length);
  const name = illustrationNames.find((each) => file.startsWith(`${stemOf(each)}-`));
  if (name === undefined) return undefined;
  const svg = renderIllustration(name, branding);
  // An address of other colours is one of another release.
  return fileOf(name, svg) === file ? svg : undefined;
}

function fileOf(name: string, svg: string): string {
  return `${stemOf(name)}-${createHash('sha256').update(svg).digest('hex').slice(0, 12)}.svg`;
}

/** `plumbing/copper-bath` is one segment of a path. */
function stemOf(name: string): string {
  return name.replace('/', '.');
}
