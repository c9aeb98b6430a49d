/** What each group of operations is about. */
const TAGS: Record<string, string> = {
  ai: 'Proposals for pages and for what search engines are told, made by built-in rules; nothing is written.',
  'api-keys': 'Keys for integrations, with permissions and a rate limit of their own.',
  assets: 'Pictures and documents, with variants in several sizes.',
  audit: 'Who did what, when and from where; append-only.',
  auth: 'Accounts, sessions and tokens.',
  billing: 'What the payment provider tells.',
  bundles: 'A whole site in one file, to keep or to take elsewhere.',
  branding: 'Colours, fonts, logo and icon of a site.',
  crawlers: 'What search engines and AI crawlers are told of a whole site.',
  delivery: 'The live site of a host, as JSON; no login.',
  domains: 'The hosts that lead to a tenant.',
  events: 'What happened in a tenant, in order and without gaps.',
  files: 'The bytes of assets.',
  forms: 'The contact forms of a site, and what visitors have sent by them.',
  industries: 'Lines of business to choose from.',
  locations: 'The places where a business is found, with telephone, email and opening hours.',
  navigation: 'The menus of a site: header and footer.',
  pages: 'Pages: drafts, publishing, versions.',
  plans: 'What can be subscribed to, with limits.',
  previews: 'Links that show drafts, and sites that are not live.',
  profile: 'What search engines are told of a business.',
  redirects: 'Old addresses of a site, and where they lead.',
  releases: 'The whole site as visitors see it at one time: made at once or staged, activated, rolled back.',
  schedules: 'What is published, unpublished or activated at a time.',
  sections: 'The sections that a page is made of, and their types.',
  seo: 'What search engines and link previews are told of pages.',
  subscription: 'The plan a tenant is on: paying, changing, cancelling, invoices and usage.',
  templates: 'Whole sites to begin with.',
  tenants: 'The businesses themselves.',
  test: 'For development and tests alone.',
  usage: 'What a tenant has used of its plan.',
  users: 'The members of a tenant.',
  webhooks: 'Addresses that are told of what happens in a tenant.',
};

/** @throws for a tag without a description */
export function describeTags(used: ReadonlySet<string>): { name: string; description: string }[] {
  return [...used].sort().map((name) => {
    const description = TAGS[name];
    if (description === undefined)
      throw new Error(`The tag ${name} has no description in libs/http/src/openapi/tags.ts.`);
    return { name, description };
  });
}
