import sharp from 'sharp';
import { OF_NO_TENANT, type Occurrences } from './occurrence';

const ADDRESS = { street: '12 Quay Street', postalCode: 'BS1 4DB', city: 'Bristol', country: 'GB' };
const png = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer();

export const businessOccurrences = {
  'tenant.updated': { get: '', act: ({ put }) => put('', { description: 'Told' }) },
  'profile.updated': { get: '/profile', act: ({ put }) => put('/profile', { legalName: 'Told Ltd' }) },
  'branding.updated': { get: '/branding', act: ({ put }) => put('/branding', { primaryColor: '#112233' }) },
  'branding.reset': { get: '/branding', act: ({ post }) => post('/branding/reset') },
  'location.created': {
    get: '/locations/{locationId}',
    act: (stage) => stage.make('locationId', '/locations', { label: 'Yard', address: ADDRESS }),
  },
  'location.updated': {
    get: '/locations/{locationId}',
    act: ({ put }) => put('/locations/{locationId}', { label: 'Shed' }),
  },
  'location.reordered': {
    get: async ({ ids, list }) => ({
      id: ids['tenantId'],
      tenantId: ids['tenantId'],
      locationIds: (await list('/locations')).map(({ id }) => id),
    }),
    act: async ({ list, put }) => {
      const locationIds = (await list('/locations')).map(({ id }) => id).reverse();
      await put('/locations/order', { locationIds });
    },
  },
  'location.deleted': {
    get: '/locations/{locationId}',
    act: ({ remove }) => remove('/locations/{locationId}'),
  },
  'domain.added': {
    get: '/domains/{domainId}',
    act: (stage) => stage.make('domainId', '/domains', { domain: 'www.told-plumbing.de' }),
  },
  'domain.verified': {
    get: '/domains/{domainId}',
    act: async (stage) => {
      const { dnsRecords } = await stage.read('/domains/{domainId}');
      for (const { type, name, value } of dnsRecords) stage.dns.set(`${type} ${name}`, [value]);
      await stage.post('/domains/{domainId}/verify');
    },
  },
  'domain.removed': { get: '/domains/{domainId}', act: ({ remove }) => remove('/domains/{domainId}') },
  'asset.uploaded': {
    get: '/assets/{assetId}',
    act: async (stage) => stage.upload('/assets', await png('red')),
  },
  'asset.updated': { get: '/assets/{assetId}', act: ({ put }) => put('/assets/{assetId}', { alt: 'Red' }) },
  'asset.replaced': {
    get: '/assets/{assetId}',
    act: async (stage) => stage.upload('/assets/{assetId}/replace', await png('green')),
  },
  'asset.deleted': { get: '/assets/{assetId}', act: ({ remove }) => remove('/assets/{assetId}') },
  'industry.created': OF_NO_TENANT,
  'industry.updated': OF_NO_TENANT,
  'industry.deleted': OF_NO_TENANT,
  'template.created': OF_NO_TENANT,
  'template.updated': OF_NO_TENANT,
  'template.deleted': OF_NO_TENANT,
} satisfies Partial<Occurrences>;

export const peopleOccurrences = {
  'user.invited': {
    get: '/users/{userId}',
    act: (stage) => stage.make('userId', '/users', { email: 'invited@told.example', role: 'viewer' }),
  },
  'user.joined': {
    get: '/users/{userId}',
    act: (stage) => {
      const person = { email: 'joined@told.example', role: 'viewer', password: 'a quiet harbour at dawn' };
      return stage.make('userId', '/users', person);
    },
  },
  'user.updated': {
    get: '/users/{userId}',
    act: ({ put }) => put('/users/{userId}', { status: 'inactive' }),
  },
  'user.role_changed': {
    get: '/users/{userId}',
    act: ({ put }) => put('/users/{userId}/role', { role: 'editor' }),
  },
  'user.removed': { get: '/users/{userId}', act: ({ remove }) => remove('/users/{userId}') },
  'user.registered': OF_NO_TENANT,
  'user.password_changed': OF_NO_TENANT,
  'user.mfa_enabled': OF_NO_TENANT,
  'user.mfa_disabled': OF_NO_TENANT,
  'user.email_verified': OF_NO_TENANT,
  'user.logged_in': OF_NO_TENANT,
  'user.session_ended': OF_NO_TENANT,
  'user.logged_out': OF_NO_TENANT,
  'api_key.created': {
    get: '/api-keys/{keyId}',
    act: (stage) => stage.make('keyId', '/api-keys', { name: 'Told', permissions: ['read:pages'] }),
  },
  'api_key.updated': {
    get: '/api-keys/{keyId}',
    act: ({ put }) => put('/api-keys/{keyId}', { name: 'Told again' }),
  },
  'api_key.rotated': {
    get: '/api-keys/{keyId}',
    act: ({ post }) => post('/api-keys/{keyId}/rotate', { graceSeconds: 60 }),
  },
  'api_key.revoked': { get: '/api-keys/{keyId}', act: ({ remove }) => remove('/api-keys/{keyId}') },
  'webhook.created': {
    get: '/webhooks/{webhookId}',
    act: (stage) =>
      stage.make('webhookId', '/webhooks', { url: stage.goneUrl, events: ['industry.created'] }),
  },
  'webhook.updated': {
    get: '/webhooks/{webhookId}',
    act: ({ put }) => put('/webhooks/{webhookId}', { description: 'Told' }),
  },
  'webhook.secret_rotated': {
    get: '/webhooks/{webhookId}',
    act: ({ post }) => post('/webhooks/{webhookId}/rotate-secret'),
  },
  'webhook.disabled': {
    get: '/webhooks/{webhookId}',
    act: ({ post }) => post('/webhooks/{webhookId}/test'),
  },
  'webhook.deleted': { get: '/webhooks/{webhookId}', act: ({ remove }) => remove('/webhooks/{webhookId}') },
} satisfies Partial<Occurrences>;
