/** The data of one release: all that a site's HTML is rendered from. */

export interface SiteTenant {
  readonly id: string;
  readonly name: string;
  readonly businessName: string;
  readonly description?: string;
  readonly contactPhone?: string;
  readonly contactEmail?: string;
  /** BCP 47; releases that are older than the field lack it, and are in English. */
  readonly locale?: string;
  /** IANA. */
  readonly timeZone?: string;
  /** Day of the week (`monday`) to text (`9:00-17:00`). */
  readonly businessHours: Readonly<Record<string, string>>;
}

export interface SiteBranding {
  readonly primaryColor: string;
  readonly secondaryColor: string;
  readonly accentColor: string;
  readonly backgroundColor: string;
  readonly textColor: string;
  readonly fontFamily: string;
  readonly headingFontFamily: string;
  readonly logoAssetId?: string;
  readonly faviconAssetId?: string;
}

export interface MenuItem {
  readonly label: string;
  readonly href: string;
  readonly openInNewTab: boolean;
  readonly children: readonly MenuItem[];
}

export interface AssetVariant {
  readonly name: 'thumb' | 'small' | 'medium' | 'large' | 'original';
  /** `avif`, `webp`, `jpeg`, `png`, `gif` or `svg`. */
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** A path of the site's own host, such as `/_sn/assets/…`. */
  readonly href: string;
}

export interface SiteAsset {
  readonly alt?: string;
  readonly width: number;
  readonly height: number;
  readonly variants: readonly AssetVariant[];
}

export interface RenderedSite {
  readonly tenant: SiteTenant;
  readonly branding: SiteBranding;
  readonly navigation: { readonly header: readonly MenuItem[]; readonly footer: readonly MenuItem[] };
  /** Scheme, host and port without a path, such as `http://joes.localhost:8080`. */
  readonly origin: string;
  readonly assets: Readonly<Record<string, SiteAsset>>;
}

/** The surroundings that a section's markup depends on. */
export interface SectionContext {
  readonly site: RenderedSite;
  /** `h1` for the section that opens the page. */
  readonly heading: 'h1' | 'h2';
  readonly isFirst: boolean;
}

/** The brand alone, for pages of a tenant without a release to show. */
export type SiteBrand = Pick<RenderedSite, 'tenant' | 'branding' | 'assets'>;

interface PageSeo {
  readonly metaTitle?: string;
  readonly metaDescription?: string;
  readonly keywords?: readonly string[];
  readonly ogTitle?: string;
  readonly ogDescription?: string;
  readonly ogImageAssetId?: string;
  readonly canonicalUrl?: string;
  readonly noIndex?: boolean;
  readonly noFollow?: boolean;
  readonly structuredData?: Readonly<Record<string, unknown>>;
}

export interface RenderedSection {
  readonly id: string;
  /** The caller's own name for the section, and its anchor. */
  readonly sectionId: string;
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
}

export interface RenderedPage {
  /** Public path, such as `/` or `/services/emergency`. */
  readonly path: string;
  readonly title: string;
  readonly sections: readonly RenderedSection[];
  readonly seo: PageSeo;
}

/** A document and its Content-Security-Policy header. */
export interface RenderedDocument {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}
