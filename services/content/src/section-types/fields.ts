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
 * Text with simple markup. Checking also sanitises it, so that sanitised text is stored. The limit holds before and
 * after: else a page could not be saved again as it was read.
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

/** A link: http(s), mailto, tel, a path of the site (`/contact`) or an anchor (`#hours`). */
export function link(): Schema<string> {
  return s.string({ max: 2_000, pattern: LINK_PATTERN });
}

/** A link with its label. */
export function action() {
  return s.object({ label: line(60), href: link() });
}

/** One of the tenant's assets. `alt` replaces the asset's own; empty means decoration. */
export function picture() {
  return s.object({ assetId: s.uuid(), alt: s.optional(s.string({ min: 0, max: 500 })) });
}

export function icon() {
  return s.enum(...iconNames);
}

/** The fields that most sections begin with. */
export function headFields() {
  return { eyebrow: s.optional(line(80)), heading: line(200), text: s.optional(paragraph(800)) };
}

/** A list of at least one item. */
export function items<T>(item: Schema<T>, max = 24): Schema<T[]> {
  return s.array(item, { min: 1, max });
}
