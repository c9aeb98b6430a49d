import { joi } from './extended-joi';
import {
  HTTPS_ADDRESS_PATTERN,
  LINK_PATTERN,
  mendHttpsAddress,
  mendLink,
  mendSitePath,
  mendWebAddress,
  SITE_PATH_PATTERN,
  WEB_ADDRESS_PATTERN,
} from './link-syntax';
import { Schema } from './schema';

const MAX_LENGTH = 2_000;

const LINK = {
  read: mendLink,
  must: 'be a link: https://…, mailto:…, tel:…, a path of the site such as /contact, or an anchor such as #hours',
  pattern: LINK_PATTERN.source,
};
const WEB_ADDRESS = {
  read: mendWebAddress,
  must: 'be a web address: https://…',
  pattern: WEB_ADDRESS_PATTERN.source,
};
const HTTPS_ADDRESS = {
  read: mendHttpsAddress,
  must: 'be a web address that begins with https://',
  pattern: HTTPS_ADDRESS_PATTERN.source,
};
const SITE_PATH = {
  read: mendSitePath,
  must: 'be a path of the site, such as /contact',
  pattern: SITE_PATH_PATTERN.source,
};

/**
 * A link: http(s), mailto, tel, a path of the site (`/contact`), a query or an anchor (`#hours`). It is kept as the
 * RFCs write it, see `mendLink`; what cannot be mended is refused. The limit counts what is kept.
 */
export function link(): Schema<string, string> {
  return linkSchema(
    LINK,
    'A link: http(s), mailto, tel, a path of the site (/contact) or an anchor (#hours)',
  );
}

/** An absolute http(s) address, mended and refused like every other link. */
export function webAddress(): Schema<string, string> {
  return linkSchema(WEB_ADDRESS, 'An absolute web address, http or https');
}

/** An absolute https address, mended and refused like every other link. */
export function httpsAddress(): Schema<string, string> {
  return linkSchema(HTTPS_ADDRESS, 'An absolute web address, https alone');
}

/** A path of the site, `/contact`, mended and refused like every other link. */
export function sitePath(): Schema<string, string> {
  return linkSchema(SITE_PATH, 'A path of the site, such as /contact');
}

function linkSchema(form: typeof LINK, description: string): Schema<string, string> {
  const schema = joi.string().wellFormed().form(form).atMost(MAX_LENGTH);
  return new Schema(schema.description(description).required());
}
