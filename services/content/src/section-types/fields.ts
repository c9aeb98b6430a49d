import { s, Schema } from '@siteninja/schema';
import { iconNames } from '../markup/icons';
import { LINK_PATTERN } from '../markup/links';
import { cleanRichText } from './rich-text';

/** A short text in one line: headings, labels, names. */
export function line(max = 120): Schema<string> {
  return s.string({ max });
}

/** Plain text of a few sentences; line breaks are kept. */
export function paragraph(max = 600): Schema<string> {
  return s.string({ max });
}

/**
 * Text with simple markup. Checking it also cleans it, so what is stored is what was sanitised; the limit is
 * kept by both, or a page could not be saved again as it was read.
 */
export function richText(max = 20_000): Schema<string> {
  const schema = s.string({ min: 0, max }).joi.custom((value: string, helpers) => {
    const clean = cleanRichText(value);
    return clean.length <= max || [...clean].length <= max
      ? clean
      : helpers.error('string.atMost', { limit: max });
  });
  return new Schema(
    schema.description('HTML: p, br, strong, em, u, s, a, ul, ol, li, h3, h4, blockquote, code'),
  );
}

/** Where a link leads: http(s), mailto, tel, a path of the site (`/contact`) or an anchor (`#hours`). */
export function link(): Schema<string> {
  return s.string({ max: 2_000, pattern: LINK_PATTERN });
}

/** A link with its words. */
export function action() {
  return s.object({ label: line(60), href: link() });
}

/** A picture of the tenant's own assets. `alt` replaces the asset's own; empty means decoration. */
export function picture() {
  return s.object({ assetId: s.uuid(), alt: s.optional(s.string({ min: 0, max: 500 })) });
}

export function icon() {
  return s.enum(...iconNames);
}

/** How most sections begin. */
export function headFields() {
  return { eyebrow: s.optional(line(80)), heading: line(200), text: s.optional(paragraph(800)) };
}

/** A list of things to show: at least one, and no more than a page bears. */
export function items<T>(item: Schema<T>, max = 24): Schema<T[]> {
  return s.array(item, { min: 1, max });
}
