import { isId } from './ids';
import { walkJson } from './walk-json';

/** Ids in lower case, once each. */
export interface NamedAssets {
  /** By a field named `assetId`, or ending so: as a picture. */
  shown: string[];
  /** By a link to one of its files, in a field of its own or inside rich text. */
  linked: string[];
}

const ID = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
/** Groups: tenant, asset. The address of a file as the API gives it, or as a tenant's own host has it. */
const FILE_ADDRESS = new RegExp(
  `^\\s*(?:(?:https?:)?//[^/\\s]+)?(?:/_sn|/api(?:/v1)?)?/assets/${ID}/${ID}(?:[/?#]|\\s*$)`,
  'i',
);

/** Which of the tenant's assets a JSON value names, at any depth. */
export function namedAssets(content: unknown, tenantId: string): NamedAssets {
  const shown = new Set<string>();
  const linked = new Set<string>();
  for (const { name, value } of walkJson(content)) {
    if (typeof value !== 'string') continue;
    if (/(^a|A)ssetId$/.test(name)) {
      if (isId(value)) shown.add(value.toLowerCase());
      continue;
    }
    for (const address of [value, ...hrefsIn(value)]) {
      const id = linkedAssetId(address, tenantId);
      if (id !== undefined) linked.add(id);
    }
  }
  return { shown: [...shown], linked: [...linked] };
}

/** Both kinds together. */
export function namedAssetIds(content: unknown, tenantId: string): string[] {
  const { shown, linked } = namedAssets(content, tenantId);
  return [...new Set([...shown, ...linked])];
}

/** The asset of the tenant that an address is a file of, if it is one. */
export function linkedAssetId(address: string, tenantId: string): string | undefined {
  const [, owner, id] = FILE_ADDRESS.exec(address) ?? [];
  // Any host may be one of the tenant's; its id in the path tells that the file is its own.
  return owner?.toLowerCase() === tenantId ? id?.toLowerCase() : undefined;
}

const HREF = /(\shref=)(?:"([^"]*)"|'([^']*)')/gi;

/** What the links inside rich text lead to, in order. */
export function hrefsIn(richText: string): string[] {
  return [...richText.matchAll(HREF)].map(([, , first, second]) => first ?? second ?? '');
}

/** The rich text with its links leading to what `move` makes of their addresses; the others stay to the letter. */
export function mapHrefs(richText: string, move: (href: string) => string): string {
  return richText.replace(HREF, (link: string, before: string, first?: string, second?: string) => {
    const href = first ?? second ?? '';
    const moved = move(href);
    return moved === href ? link : `${before}"${moved}"`;
  });
}
