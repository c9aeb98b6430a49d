import { createHash } from 'node:crypto';
import { type RenderedPage, type RenderedSite, type SiteBrand } from '../markup/site';
import { initialsOf } from './monogram';
import { colorsOf } from './theme';

/** The size that link previews ask for. */
export const SOCIAL_PICTURE = { width: 1_200, height: 630 } as const;
const SOCIAL_PATH = '/_sn/social/';
const ICONS_PATH = '/_sn/icons/';

/** Incremented with every change of how these pictures are drawn: their addresses change with it. */
const DRAWING_VERSION = 1;

const MAX_TITLE_CHARACTERS = 140;
const MAX_TEXT_CHARACTERS = 180;

/** All that an icon shows. */
export interface IconContent {
  readonly letters: string;
  readonly font: string;
  readonly color: string;
}

/** All that a social picture shows. */
export interface SocialContent {
  readonly title: string;
  /** The business, above the title of a page; what it does, below its name on the home page. */
  readonly business: string;
  readonly description: string;
  readonly host: string;
  readonly letters: string;
  readonly fonts: { readonly heading: string; readonly body: string };
  readonly colors: Readonly<
    Record<'deep' | 'deepEnd' | 'accent' | 'onAccent' | 'text' | 'muted' | 'decoration', string>
  >;
}

export function iconContent({ tenant, branding }: Pick<SiteBrand, 'tenant' | 'branding'>): IconContent {
  const { brand } = colorsOf(branding);
  const letters = initialsOf(tenant.businessName).join('');
  return { letters, font: branding.headingFontFamily, color: brand };
}

export function socialContent(
  { tenant, branding, origin }: Pick<RenderedSite, 'tenant' | 'branding' | 'origin'>,
  { path, title }: Pick<RenderedPage, 'path' | 'title'>,
): SocialContent {
  const colors = colorsOf(branding);
  const isHome = path === '/';
  return {
    title: cut(isHome ? tenant.businessName : title, MAX_TITLE_CHARACTERS),
    business: isHome ? '' : cut(tenant.businessName, MAX_TITLE_CHARACTERS),
    description: isHome ? cut(tenant.description ?? '', MAX_TEXT_CHARACTERS) : '',
    host: new URL(origin).host,
    letters: initialsOf(tenant.businessName).join(''),
    fonts: { heading: branding.headingFontFamily, body: branding.fontFamily },
    colors: {
      deep: colors.deep,
      deepEnd: colors['deep-end'],
      accent: colors.accent,
      onAccent: colors['on-accent'],
      text: colors['on-deep'],
      muted: colors['on-deep-muted'],
      decoration: colors['accent-on-deep'],
    },
  };
}

/** On the site's own host; it changes with what the picture shows. */
export function socialPictureHref(
  site: Pick<RenderedSite, 'tenant' | 'branding' | 'origin'>,
  page: Pick<RenderedPage, 'path' | 'title'>,
): string {
  const path = page.path === '/' ? '' : page.path;
  return `${SOCIAL_PATH}${digestOf(socialContent(site, page))}${path}.png`;
}

/** The path of the page that a social picture is of; undefined for other paths. */
export function pageOfSocialPicture(path: string): string | undefined {
  if (!path.startsWith(SOCIAL_PATH)) return undefined;
  const [, page] = /^[\w-]{12}(\/.+)?\.png$/.exec(path.slice(SOCIAL_PATH.length)) ?? [null, null];
  return page === null ? undefined : (page ?? '/');
}

export function touchIconHref(site: Pick<SiteBrand, 'tenant' | 'branding'>): string {
  return `${ICONS_PATH}${digestOf(iconContent(site))}.png`;
}

/** Where devices look that read no HTML. */
const TOUCH_ICONS = ['/apple-touch-icon.png', '/apple-touch-icon-precomposed.png'];

/** Which icon a path is of. */
export function iconKind(path: string): 'tab' | 'touch' | undefined {
  if (path === '/favicon.ico') return 'tab';
  return TOUCH_ICONS.includes(path) || path.startsWith(ICONS_PATH) ? 'touch' : undefined;
}

function cut(text: string, max: number): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  return characters.length <= max ? characters.join('') : `${characters.slice(0, max - 1).join('')}…`;
}

function digestOf(content: object): string {
  const text = JSON.stringify([DRAWING_VERSION, content]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
