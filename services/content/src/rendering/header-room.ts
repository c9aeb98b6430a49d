import { contactLinks } from '../markup/parts';
import { type MenuItem, type RenderedSite } from '../markup/site';
import { wordsOf } from '../markup/words';
import { HEADER_STYLES, MENU_ROW_STYLES } from './styles';

/** Widths in rem, as HEADER_STYLES has them. */
const BODY_TEXT = 1.0625;
const NAME_TEXT = 1.18;
const MONOGRAM = 2.4 + 0.75;
/** A longer name breaks into lines. */
const MAX_NAME = 11;
const LOGO = { width: 11, height: 2.9 };
const ITEM_PADDING = 1.6 + 0.1;
const SUBMENU_MARK = 1;
const BUTTON_AROUND_TEXT = 2 * 1.1 + 1.2 + 0.6 + 0.3;
const GAP = 1.6;
/** Both gutters, and a scroll bar, which media queries count as part of the width. */
const BESIDE_BAR = 2 * 2.75 + 1;
/** The bar grows no wider: what does not fit into it never stands in a row. */
const MAX_BAR = 72;

/**
 * The styles of the header. Its menu is a row where there is room for this site's own name, menu and button, else a
 * panel that unfolds. CSS cannot ask whether a row fits without also leaving hidden links in the order of the
 * keyboard; so the room is estimated from the words, on the safe side, and asked of the screen.
 */
export function headerStyles(site: RenderedSite): string {
  const bar = barWidth(site);
  if (site.navigation.header.length === 0 || bar > MAX_BAR) return HEADER_STYLES;
  const screen = Math.ceil(bar + BESIDE_BAR);
  return `${HEADER_STYLES}@media(min-width:${screen}rem){${MENU_ROW_STYLES}}`;
}

function barWidth(site: RenderedSite): number {
  const parts = [nameWidth(site), menuWidth(site.navigation.header), buttonWidth(site)];
  return parts.reduce((sum, width) => sum + (width > 0 ? width + GAP : 0), 0);
}

function nameWidth({ branding, assets, tenant }: RenderedSite): number {
  const logo = branding.logoAssetId === undefined ? undefined : assets[branding.logoAssetId];
  if (logo) return Math.min(LOGO.width, (LOGO.height * logo.width) / logo.height);
  return MONOGRAM + Math.min(MAX_NAME, textWidth(tenant.businessName) * NAME_TEXT);
}

function menuWidth(items: readonly MenuItem[]): number {
  return items.reduce((sum, { label, children }) => {
    const mark = children.length > 0 ? SUBMENU_MARK : 0;
    return sum + textWidth(label) * BODY_TEXT + mark + ITEM_PADDING;
  }, 0);
}

function buttonWidth(site: RenderedSite): number {
  const contact = contactLinks(site.tenant)[0];
  if (!contact) return 0;
  return (
    BUTTON_AROUND_TEXT +
    textWidth(contact.kind === 'phone' ? contact.text : wordsOf(site.tenant).emailUs) * BODY_TEXT
  );
}

/** Widths in em, of the wider ones among the typefaces that a site can have. */
const NARROW = /[ijlt.,:;'’|!()[\]\u00ad -]/;
const WIDE = /[mwMW@%&—]|[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]/u;

function textWidth(text: string): number {
  return [...text.normalize('NFC')].reduce((sum, character) => sum + characterWidth(character), 0);
}

function characterWidth(character: string): number {
  if (WIDE.test(character)) return 1;
  if (NARROW.test(character)) return 0.36;
  return /\p{Uppercase_Letter}/u.test(character) ? 0.76 : 0.62;
}
