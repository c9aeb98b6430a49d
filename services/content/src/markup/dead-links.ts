import { hrefsIn, isObject, linkedAssetId } from '@siteninja/core';
import { type MenuItem, type RenderedSite } from './site';

/** Whether an address leads to a file that is gone. */
type IsDead = (href: string) => boolean;

/** By the facts of a release: those that are older than this field drop no links, and give the same bytes as ever. */
export function deadLinksOf({
  tenant,
  goneAssetIds = [],
}: Pick<RenderedSite, 'tenant' | 'goneAssetIds'>): IsDead {
  const gone = new Set(goneAssetIds);
  return (href) => {
    const id = gone.size === 0 ? undefined : linkedAssetId(href, tenant.id);
    return id !== undefined && gone.has(id);
  };
}

/**
 * A section's content without its dead links. In rich text the words of a link stay; a button or an entry of a list
 * that is nothing but a link goes; whatever else has a link is shown without it.
 */
export function withoutDeadLinks(
  content: Readonly<Record<string, unknown>>,
  isDead: IsDead,
): Record<string, unknown> {
  const kept = Object.entries(content).filter(([name, value]) => !isDeadField(name, value, isDead));
  return Object.fromEntries(kept.map(([name, value]) => [name, mended(value, isDead)]));
}

/** What leads to a file that is gone is left out of a menu, with what lies under it. */
export function menuWithoutDeadLinks(items: readonly MenuItem[], isDead: IsDead): MenuItem[] {
  return items
    .filter(({ href }) => !isDead(href))
    .map((item) => ({ ...item, children: menuWithoutDeadLinks(item.children, isDead) }));
}

function mended(value: unknown, isDead: IsDead): unknown {
  if (typeof value === 'string') return unlinked(value, isDead);
  if (Array.isArray(value)) {
    return value.filter((each) => !isDeadAction(each, isDead)).map((each) => mended(each, isDead));
  }
  return isObject(value) ? withoutDeadLinks(value, isDead) : value;
}

function isDeadField(name: string, value: unknown, isDead: IsDead): boolean {
  if (name === 'href' && typeof value === 'string') return isDead(value);
  return isDeadAction(value, isDead);
}

/** A label with a link, and nothing more: without the link it is of no use. */
function isDeadAction(value: unknown, isDead: IsDead): boolean {
  if (!isObject(value)) return false;
  const { label, href, ...more } = value;
  return (
    typeof label === 'string' && typeof href === 'string' && Object.keys(more).length === 0 && isDead(href)
  );
}

function unlinked(richText: string, isDead: IsDead): string {
  if (!hrefsIn(richText).some(isDead)) return richText;
  return richText.replace(/(<a\s[^>]*>)(.*?)<\/a>/gis, (link: string, tag: string, words: string) =>
    hrefsIn(tag).some(isDead) ? words : link,
  );
}
