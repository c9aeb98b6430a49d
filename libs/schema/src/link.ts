import { joi, type Joi } from './extended-joi';
import { LINK_PATTERN, mendLink, mendWebAddress, WEB_ADDRESS_PATTERN } from './link-syntax';
import { Schema } from './schema';

const MAX_LENGTH = 2_000;

interface Kind {
  readonly pattern: RegExp;
  readonly mend: (text: string) => string | undefined;
}

const ANY: Kind = { pattern: LINK_PATTERN, mend: mendLink };
const WEB: Kind = { pattern: WEB_ADDRESS_PATTERN, mend: mendWebAddress };

interface LinkSchema extends Joi.StringSchema {
  wellFormed(): this;
  atMost(limit: number): this;
  link(kind: Kind): this;
}

const linkJoi: { string(): LinkSchema } = joi.extend((root: Joi.Root) => ({
  type: 'string',
  base: root.string(),
  messages: {
    'string.link':
      '{{#label}} must be a link: https://…, mailto:…, tel:…, a path of the site such as /contact, or an anchor such as #hours',
    'string.webAddress': '{{#label}} must be a web address: https://…',
  },
  rules: {
    link: {
      method(this: Rules, kind: Kind) {
        return this.$_addRule({ name: 'link', args: { kind } });
      },
      args: ['kind'],
      validate: (value: string, helpers: Joi.CustomHelpers, { kind }: KindRule) =>
        kind.mend(value) ?? helpers.error(kind === WEB ? 'string.webAddress' : 'string.link'),
      jsonSchema: ({ args }: { args: KindRule }, json: object) => ({
        ...json,
        pattern: args.kind.pattern.source,
      }),
    },
  },
}));

interface KindRule {
  readonly kind: Kind;
}
interface Rules {
  $_addRule(rule: { name: string; args: Record<string, unknown> }): Joi.Schema;
}

/**
 * A link: http(s), mailto, tel, a path of the site (`/contact`), a query or an anchor (`#hours`). It is kept as the
 * RFCs write it, see `mendLink`; what cannot be mended is refused. The limit counts what is kept.
 */
export function link(): Schema<string, string> {
  return linkSchema(ANY, 'A link: http(s), mailto, tel, a path of the site (/contact) or an anchor (#hours)');
}

/** An absolute http(s) address, mended and refused like every other link. */
export function webAddress(): Schema<string, string> {
  return linkSchema(WEB, 'An absolute web address, http or https');
}

function linkSchema(kind: Kind, description: string): Schema<string, string> {
  const schema = linkJoi.string().wellFormed().link(kind).atMost(MAX_LENGTH);
  return new Schema(schema.description(description).required());
}
