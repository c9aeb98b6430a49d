import { isObject, linkedAssetId, mapHrefs } from '@siteninja/core';
import { type MenuItem, type RenderedSite } from './site';

/** The same address, or where an asset has another file by now the address of that. */
export type Forward = (href: string) => string;

/** Groups: variant, extension. */
const FILE_NAME = /(?:^|\/)([a-z]+)-[0-9a-f]+\.([a-z0-9]+)(?=[?#]|\s*$)/i;

/** Of the files of an asset the one of the same variant and format as this address names, or else the original. */
export function sameFileAmong(files: readonly string[], address: string): string | undefined {
  const wanted = kindOf(address);
  if (wanted === undefined) return undefined;
  return (
    files.find((file) => kindOf(file) === wanted) ??
    files.find((file) => kindOf(file)?.startsWith('original.'))
  );
}

function kindOf(address: string): string | undefined {
  const [, variant, extension] = FILE_NAME.exec(address) ?? [];
  return variant === undefined ? undefined : `${variant}.${extension}`.toLowerCase();
}

/** By the facts of a release: those that are older than `files` change no address, and give the same bytes as ever. */
export function forwardTo({
  tenant,
  files,
  assets,
}: Pick<RenderedSite, 'tenant' | 'files' | 'assets'>): Forward {
  if (!files) return (href) => href;
  return (href) => {
    const id = linkedAssetId(href, tenant.id);
    if (id === undefined) return href;
    const present = files[id] ?? assets[id]?.variants.map((variant) => variant.href) ?? [];
    const name = sameFileAmong(present, href)?.split('/').at(-1);
    // Host, prefix, query and anchor stay as they were written.
    return name === undefined ? href : href.replace(/[^/]+?(?=[?#]|\s*$)/, name);
  };
}

/** A JSON object with its addresses, be they whole texts or what links inside rich text lead to, led on. */
export function withForwarded(
  value: Readonly<Record<string, unknown>>,
  forward: Forward,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, forwarded(inner, forward)]));
}

function forwarded(value: unknown, forward: Forward): unknown {
  if (typeof value === 'string') return forwardedText(value, forward);
  if (Array.isArray(value)) return value.map((each) => forwarded(each, forward));
  return isObject(value) ? withForwarded(value, forward) : value;
}

function forwardedText(value: string, forward: Forward): string {
  if (!value.includes('/')) return value;
  const whole = forward(value);
  return whole === value ? mapHrefs(value, forward) : whole;
}

export function forwardedMenu(items: readonly MenuItem[], forward: Forward): MenuItem[] {
  return items.map((item) => ({
    ...item,
    href: forward(item.href),
    children: forwardedMenu(item.children, forward),
  }));
}
