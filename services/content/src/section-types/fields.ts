import { s, Schema } from '@siteninja/schema';
import { iconNames } from '../markup/icons';
import { readAndSanitize, RICH_TEXT_TAGS } from './rich-text/rich-text';

/** What a text is that visitors read: one line, a few sentences, or markup. */
export type TextForm = 'line' | 'paragraph' | 'html';

/** A short text in one line: headings, labels, names. */
export function line(max = 120): Schema<string, string> {
  return inForm('line', max, s.label({ max }));
}

/** Plain text of a few sentences; line breaks are kept. */
export function paragraph(max = 600): Schema<string> {
  return inForm('paragraph', max, s.string({ max }));
}

/** Word sends twenty times as much markup as text. */
const MAX_PASTED_CHARACTERS = 250_000;

/**
 * Text with simple markup. Checking also sanitises it, so that sanitised text is stored, and `max` counts what is
 * kept. A link that cannot be kept is refused rather than dropped.
 */
export function richText(max = 20_000): Schema<string> {
  const schema = s.string({ min: 0, max: MAX_PASTED_CHARACTERS }).joi.custom((value: string, helpers) => {
    const { markup, refusedLinks, isTooDeep } = readAndSanitize(value);
    if (isTooDeep) return helpers.error('richText.depth');
    const [refused] = refusedLinks;
    if (refused !== undefined) return helpers.error('richText.link', { link: refused.slice(0, 100) });
    return markup.length <= max || [...markup].length <= max
      ? markup
      : helpers.error('string.atMost', { limit: max });
  });
  const checked: Schema<string> = new Schema(
    schema
      .messages({
        'richText.depth': '{{#label}} has elements that are nested too deeply',
        'richText.link':
          '{{#label}} has a link to "{{#link}}", which is no https:, mailto: or tel: link, path of the site or anchor',
      })
      .description(
        `HTML: ${RICH_TEXT_TAGS.join(', ')}, at most ${max} characters of it; other markup is taken out before they are counted`,
      ),
  );
  return inForm('html', max, checked);
}

/** Notes at the schema what `textsOf` finds the texts of a section by. */
function inForm<S>(form: TextForm, max: number, { joi }: Schema<string, S>): Schema<string, S> {
  return new Schema(joi.meta({ text: { form, max } }));
}

export const { link } = s;

/** A link with its label. */
export function action() {
  return s.object({ label: line(60), href: link() });
}

/** One of the tenant's assets. `alt` replaces the asset's own; empty means decoration. */
export function picture() {
  return s.object({ assetId: s.uuid(), alt: s.optional(s.string({ min: 0, max: 500 })) });
}

/** The location of which a section tells; one that has been deleted gives way to the primary one. */
export function locationId() {
  return s.describe(s.optional(s.uuid()), 'One of your locations. Without it the primary one is shown.');
}

export function icon() {
  return s.enum(...iconNames);
}

/** How a section is composed; the first is the one of sections that say nothing. */
export function variant<Name extends string>(first: Name, ...others: Name[]) {
  return s.default(s.enum(first, ...others), first);
}

/** The fields that most sections begin with. */
export function headFields() {
  return { eyebrow: s.optional(line(80)), heading: line(200), text: s.optional(paragraph(800)) };
}

/** A list of at least one item. */
export function items<T>(item: Schema<T>, max = 24): Schema<T[]> {
  return s.array(item, { min: 1, max });
}
