const RESOURCES = [
  'tenants',
  'profile',
  'users',
  'api-keys',
  'webhooks',
  'domains',
  'branding',
  'pages',
  'sections',
  'navigation',
  'seo',
  'redirects',
  'submissions',
  'assets',
  'billing',
] as const;
const ACTIONS = ['read', 'write', 'delete'] as const;
const SPECIAL = ['read:audit', 'read:events', 'read:usage', 'publish:pages', 'use:ai'] as const;

export type Permission =
  `${(typeof ACTIONS)[number]}:${(typeof RESOURCES)[number]}` | (typeof SPECIAL)[number];

/** The one catalogue: every route names one of these, roles and API keys are sets of them. */
export const PERMISSIONS: readonly Permission[] = [
  ...RESOURCES.flatMap((resource) => ACTIONS.map((action): Permission => `${action}:${resource}`)),
  ...SPECIAL,
];

/** From the least to the most. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const VIEWER: readonly Permission[] = [
  'read:pages',
  'read:sections',
  'read:navigation',
  'read:seo',
  'read:branding',
  'read:assets',
  'read:tenants',
  'read:usage',
];
const EDITED = ['pages', 'sections', 'navigation', 'seo', 'assets', 'redirects'] as const;
const EDITOR: readonly Permission[] = [
  ...VIEWER,
  ...EDITED.flatMap((resource) => ACTIONS.map((action): Permission => `${action}:${resource}`)),
  'publish:pages',
  'read:submissions',
  'write:submissions',
  'use:ai',
];

export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  viewer: new Set(VIEWER),
  editor: new Set(EDITOR),
  admin: new Set(PERMISSIONS),
};

const KNOWN: ReadonlySet<string> = new Set(PERMISSIONS);

export function isPermission(text: string): text is Permission {
  return KNOWN.has(text);
}
