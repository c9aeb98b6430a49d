import { list, oneOf, optional, Schema, shape, text, uuid } from '@siteninja/schema';
import { iconNames } from '../markup/icons';
import { LINK_PATTERN } from '../markup/links';
import { cleanRichText } from './rich-text';

/** A short text in one line: headings, labels, names. */
export function line(max = 120): Schema<string> {
  return text({ max });
}

/** Plain text of a few sentences; line breaks are kept. */
export function paragraph(max = 600): Schema<string> {
  return text({ max });
}

/**
 * Text with simple markup. Checking it also cleans it, so what is stored is what was sanitised; the limit is
 * kept by both, or a page could not be saved again as it was read.
 */
export function richText(max = 20_000): Schema<string> {
  const schema = text({ min: 0, max }).joi.custom((value: string, helpers) => {
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
  return text({ max: 2_000, pattern: LINK_PATTERN });
}

/** A link with its words. */
export function action() {
  return shape({ label: line(60), href: link() });
}

/** A picture of the tenant's own assets. `alt` replaces the asset's own; empty means decoration. */
export function picture() {
  return shape({ assetId: uuid(), alt: optional(text({ min: 0, max: 500 })) });
}

export function icon() {
  return oneOf(...iconNames);
}

/** How most sections begin. */
export function headFields() {
  return { eyebrow: optional(line(80)), heading: line(200), text: optional(paragraph(800)) };
}

/** A list of things to show: at least one, and no more than a page bears. */
export function items<T>(item: Schema<T>, max = 24): Schema<T[]> {
  return list(item, { min: 1, max });
}
