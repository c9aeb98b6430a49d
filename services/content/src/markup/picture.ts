import { attributes, html, type Html } from './html';
import { isOwnPath } from './links';
import { type AssetVariant, type RenderedSite, type SiteAsset } from './site';

export interface PictureReference {
  readonly assetId: string;
  readonly alt?: string;
}

export interface PictureOptions {
  /** The width on screen, as the `sizes` attribute: `(min-width: 60rem) 50vw, 100vw`. */
  readonly sizes: string;
  /** Loaded at once, as it is seen first; other pictures load when they come near the viewport. */
  readonly eager?: boolean;
}

const MODERN_FORMATS = ['avif', 'webp'];

function assetOf(site: Pick<RenderedSite, 'assets'>, assetId: string | undefined): SiteAsset | undefined {
  return assetId !== undefined && Object.hasOwn(site.assets, assetId) ? site.assets[assetId] : undefined;
}

function usable(asset: SiteAsset): AssetVariant[] {
  return asset.variants
    .filter((variant) => isOwnPath(variant.href))
    .sort((first, second) => first.width - second.width);
}

/** One file a width: of a small picture several variants are the same file. */
function sourceSet(variants: readonly AssetVariant[]): string {
  const byWidth = new Map<number, AssetVariant>();
  for (const variant of variants) {
    const width = Math.round(variant.width);
    if (!byWidth.has(width)) byWidth.set(width, variant);
  }
  return [...byWidth].map(([width, { href }]) => `${href} ${width}w`).join(', ');
}

/** For browsers without the modern formats: the largest variant of at most 1,700 px in another format. */
function fallbackOf(variants: readonly AssetVariant[]): AssetVariant | undefined {
  const old = variants.filter((variant) => !MODERN_FORMATS.includes(variant.format));
  const candidates = old.length > 0 ? old : variants;
  return candidates.filter((variant) => variant.width <= 1_700).at(-1) ?? candidates[0];
}

/**
 * The picture in all its formats, with its size so that the layout does not shift; undefined when the release has no
 * such asset.
 */
export function renderPicture(
  site: Pick<RenderedSite, 'assets'>,
  picture: PictureReference | undefined,
  options: PictureOptions,
): Html | undefined {
  const asset = assetOf(site, picture?.assetId);
  if (!asset) return undefined;
  const variants = usable(asset);
  const fallback = fallbackOf(variants);
  if (!fallback) return undefined;
  const sources = MODERN_FORMATS.map((format) => variants.filter((variant) => variant.format === format))
    .filter((matching) => matching.length > 0)
    .map((matching) => {
      const type = `image/${matching[0]?.format ?? ''}`;
      return html`<source${attributes({ type, srcset: sourceSet(matching), sizes: options.sizes })} />`;
    });
  const image = attributes({
    src: fallback.href,
    alt: picture?.alt ?? asset.alt ?? '',
    width: asset.width,
    height: asset.height,
    decoding: 'async',
    loading: options.eager ? undefined : 'lazy',
    fetchpriority: options.eager ? 'high' : undefined,
  });
  return html`<picture>${sources}<img${image} /></picture>`;
}

/** One file of an asset, for uses without `<picture>`: link previews, icons, JSON-LD. */
export function assetFile(
  site: Pick<RenderedSite, 'assets'>,
  assetId: string | undefined,
): (AssetVariant & { readonly alt: string | undefined }) | undefined {
  const asset = assetOf(site, assetId);
  const file = asset && fallbackOf(usable(asset));
  return file && { ...file, alt: asset.alt };
}

/** The smallest file that is sharp at `width`, else the largest; not in AVIF, which icons may not be. */
export function assetIcon(
  site: Pick<RenderedSite, 'assets'>,
  assetId: string | undefined,
  width: number,
): AssetVariant | undefined {
  const asset = assetOf(site, assetId);
  const files = asset ? usable(asset).filter(({ format }) => format !== 'avif') : [];
  return files.find((file) => file.width >= width || file.format === 'svg') ?? files.at(-1);
}
