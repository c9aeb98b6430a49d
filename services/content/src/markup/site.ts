import {
  type assetVariant,
  brandingStyle,
  businessHours,
  type CrawlerRules,
  location,
  type ProfileFields,
  type seo,
  tenant,
} from '@siteninja/contracts';
import { type Infer, pick, s } from '@siteninja/schema';

/** The data of one release: all that a site's HTML is rendered from. */

/** What a site shows of its tenant; what the tenant does not say is absent. */
export const siteFacts = s.object({
  ...pick(tenant, 'name', 'businessName').fields,
  description: s.optional(s.string()),
  contactPhone: s.optional(s.string()),
  contactEmail: s.optional(s.string()),
  // Releases that are older than the field lack it, and are in English.
  locale: s.optional(s.string()),
  timeZone: s.optional(s.string()),
  businessHours,
});
export type SiteFacts = Infer<typeof siteFacts>;
export type SiteTenant = Readonly<SiteFacts & { id: string }>;

export const siteBranding = s.object({
  ...brandingStyle.fields,
  logoAssetId: s.optional(s.uuid()),
  faviconAssetId: s.optional(s.uuid()),
});
export type SiteBranding = Readonly<Infer<typeof siteBranding>>;

/** A place of the business. */
export const siteLocation = s.object({
  ...pick(location, 'id', 'label', 'address', 'geo', 'phones', 'emails', 'hours', 'exceptions').fields,
});
export type SiteLocation = Readonly<Infer<typeof siteLocation>>;

export interface MenuItem {
  readonly label: string;
  readonly href: string;
  readonly openInNewTab: boolean;
  readonly children: readonly MenuItem[];
}

type Variant = Infer<typeof assetVariant>;

/** `href` is a path of the site's own host, such as `/_sn/assets/…`. */
export type AssetVariant = Readonly<Omit<Variant, 'url' | 'size'> & { href: string }>;

export interface SiteAsset {
  readonly alt?: string;
  readonly width: number;
  readonly height: number;
  readonly variants: readonly AssetVariant[];
}

/** Where a visitor of a path is sent. */
export interface SiteRedirect {
  readonly from: string;
  readonly to: string;
  readonly statusCode: 301 | 302;
}

export interface RenderedSite {
  readonly tenant: SiteTenant;
  readonly branding: SiteBranding;
  readonly navigation: { readonly header: readonly MenuItem[]; readonly footer: readonly MenuItem[] };
  /** Scheme, host and port without a path, such as `http://joes.localhost:8080`. */
  readonly origin: string;
  /** The pictures that pages and brand show or link to. */
  readonly assets: Readonly<Record<string, SiteAsset>>;
  /** Named by pages, brand or menus, and deleted: no link leads to their files. Absent where there are none. */
  readonly goneAssetIds?: readonly string[];
  /**
   * The names of the files that other assets have now, by their ids: links lead to these, whichever file they were made
   * with. Absent in releases that are older than it.
   */
  readonly files?: Readonly<Record<string, readonly string[]>>;
  /** What search engines are told of the business. Absent in releases that are older than it. */
  readonly profile?: Readonly<ProfileFields>;
  /** The primary one first. Absent in releases that are older than them. */
  readonly locations?: readonly SiteLocation[];
  /** Absent in releases that are older than redirects. */
  readonly redirects?: readonly SiteRedirect[];
  /** Absent in releases that are older than them. */
  readonly crawlers?: CrawlerRules;
}

/** The surroundings that a section's markup depends on. */
export interface SectionContext {
  readonly site: RenderedSite;
  /** `h1` for the section that opens the page. */
  readonly heading: 'h1' | 'h2';
  readonly isFirst: boolean;
  /** The section's form, by the section's id; absent where the site accepts none. */
  readonly form?:
    { readonly id: string; readonly token: string; readonly sent?: SentForm | undefined } | undefined;
}

/** What a visitor has sent that was refused: the form comes back with it. */
export interface SentForm {
  /** What is wrong with the whole. */
  readonly message: string;
  /** By the names of the fields. */
  readonly answers: Readonly<Record<string, string>>;
  /** What is wrong with a field, by its name. */
  readonly problems: ReadonlyMap<string, string>;
}

/** What a page can do beyond being read. */
export interface PageServices {
  /**
   * The token that the form of a section carries. The same for the same release, as its pages are kept. Absent where
   * forms are not accepted.
   */
  readonly formToken?: ((sectionId: string) => string | undefined) | undefined;
  /** The form that comes back to its sender. */
  readonly sentForm?: SentForm & { readonly id: string };
}

/** The brand alone, for pages of a tenant without a release to show. */
export type SiteBrand = Pick<RenderedSite, 'tenant' | 'branding' | 'assets'>;

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
  readonly seo: Readonly<Infer<typeof seo>>;
}

/** A document and its Content-Security-Policy header. */
export interface RenderedDocument {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}
