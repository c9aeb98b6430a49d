import { isId, isObject, linkedAssetId, mapHrefs } from '@siteninja/core';
import { illustrationById } from '../illustrations/illustrations';
import { sameFileAmong } from '../markup/present-files';
import { normalizeHost } from '../sites/site-host';

/** An asset of a bundle, as it is from now on. */
export interface NewAsset {
  id: string;
  /** Its original, absolute. */
  url: string;
  /** Null for what can be linked to but not shown. */
  width: number | null;
  variants: readonly { url: string }[];
}

/** How a bundle is written for another site, or for the same one anew. */
export interface Move {
  from: { tenantId: string; hosts: ReadonlySet<string> };
  /** Scheme, host and port of the site that the bundle becomes. */
  origin: string;
  /** By the ids that the bundle calls them. */
  assets: ReadonlyMap<string, NewAsset>;
  /** Ids of the locations that the tenant has, or had. */
  locations: ReadonlySet<string>;
  /** Told of what leads to nothing that is in the bundle. */
  warn(field: string, message: string): void;
}

/** Says of a picture without an asset that nothing is left of it. */
const GONE = Symbol('gone');

/** The content of a section, or what is told to search engines, with the ids and addresses that hold from now on. */
export function rewrite<T extends object>(value: T, at: string, move: Move): T {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- only what every schema leaves out is taken away: pictures, locations
  return rewriteAny(value, at, move) as T;
}

function rewriteAny(value: unknown, at: string, move: Move): unknown {
  if (typeof value === 'string') return rewriteText(value, at, move);
  if (Array.isArray(value)) {
    return value
      .map((each, index) => rewriteAny(each, `${at}.${index}`, move))
      .filter((each) => each !== GONE);
  }
  return isObject(value) ? rewriteObject(value, at, move) : value;
}

function rewriteObject(value: Record<string, unknown>, at: string, move: Move): unknown {
  const fields: [string, unknown][] = [];
  for (const [name, inner] of Object.entries(value)) {
    const field = `${at}.${name}`;
    if (typeof inner === 'string' && /(^a|A)ssetId$/.test(name) && isId(inner)) {
      const id = pictureId(inner, field, move);
      if (id !== undefined) fields.push([name, id]);
      else if (name === 'assetId') return GONE;
    } else if (name === 'locationId' && typeof inner === 'string' && !move.locations.has(inner)) {
      move.warn(field, 'There is no such location here: the primary one is shown.');
    } else {
      const rewritten = rewriteAny(inner, field, move);
      if (rewritten !== GONE) fields.push([name, rewritten]);
    }
  }
  return Object.fromEntries(fields);
}

/** Undefined where there is nothing to be shown. */
export function pictureId(formerId: string, field: string, { assets, warn }: Move): string | undefined {
  if (illustrationById(formerId)) return formerId;
  const asset = assets.get(formerId.toLowerCase());
  if (asset && asset.width !== null) return asset.id;
  warn(field, asset ? 'This asset is no picture.' : 'The bundle has no such asset.');
  return undefined;
}

/** Addresses, be they the whole text or what links inside rich text lead to. */
function rewriteText(value: string, at: string, move: Move): string {
  if (!value.includes('/')) return value;
  const whole = rewriteAddress(value, at, move);
  if (whole !== value) return whole;
  return mapHrefs(value, (href) => rewriteAddress(href, at, move));
}

/** An address of the former site, or of a file of it, as it is from now on; every other one stays. */
export function rewriteAddress(address: string, at: string, move: Move): string {
  const formerId = linkedAssetId(address, move.from.tenantId);
  if (formerId !== undefined) {
    const asset = move.assets.get(formerId);
    if (asset) return fileOf(asset, address);
    move.warn(at, `The bundle has no such file: ${address.trim().slice(0, 200)}`);
    return address;
  }
  const [origin] = /^\s*https?:\/\/[^/?#\s"'<>\\]+/i.exec(address) ?? [];
  if (origin === undefined || !URL.canParse(origin.trim())) return address;
  const isOwn = move.from.hosts.has(normalizeHost(new URL(origin.trim()).hostname));
  return isOwn ? move.origin + address.slice(origin.length) : address;
}

/** The same of a path: a file is where the site's own host has it. */
export function rewritePath(path: string, at: string, move: Move): string {
  const address = rewriteAddress(path, at, move);
  if (!URL.canParse(address)) return address;
  const { pathname, search, hash } = new URL(address);
  return `/_sn${pathname}${search}${hash}`;
}

/** The variant that the address names, or else the original. */
function fileOf({ url, variants }: NewAsset, address: string): string {
  const files = [...variants.map((variant) => variant.url), url];
  const [suffix = ''] = /[?#].*$/s.exec(address) ?? [];
  return (sameFileAmong(files, address) ?? url) + suffix.trimEnd();
}
