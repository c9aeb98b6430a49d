import { type JsonSchema } from '@siteninja/schema';
import { type NamedSchemas } from './named-schemas';

const ID = '0198c5a2-7d1e-7c3a-9f42-5b1e6d2a8c01';
const TIME = '2026-03-02T09:30:00.000Z';

const DAY = '2026-03-02';
/** What fields with a pattern may look like. */
const PATTERNED = ['#1D4ED8', '09:00', DAY, 'https://harbor.example/services'];

/** What fields of these names look like; the others follow from their schema. */
const BY_NAME: Record<string, unknown> = {
  accessToken: 'eyJhbGciOiJFUzI1NiIsImtpZCI6Ii4uLiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl',
  action: 'page.publish',
  canonicalUrl: 'https://harbor.example/services',
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  previousHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  businessName: 'Harbor Plumbing Ltd',
  businessType: 'Plumbing',
  email: 'mara@harbor.example',
  contactEmail: 'hello@harbor.example',
  contactPhone: '+44 20 7946 0018',
  country: 'GB',
  currency: 'GBP',
  domain: 'harbor.example',
  e164: '+442079460018',
  fontFamily: 'Inter, sans-serif',
  headingFontFamily: 'Inter, sans-serif',
  filename: 'boiler.jpg',
  fromPath: '/offers.html',
  ipAddress: '203.0.113.7',
  key: 'sn_live_0123456789abcdefghijABCDEFGHIJ3rT9xQ',
  keyPrefix: 'sn_live_0123',
  mimeType: 'image/jpeg',
  name: 'Harbor Plumbing',
  path: '/services',
  refreshToken: '0198c5a2-7d1e-7c3a-9f42-5b1e6d2a8c01.3.x5Yk0b1xH3b0sJf0F1dQk2r7y4m1v8c2w6z9a0e3t5U',
  requestId: 'req-7f3a9c',
  sectionId: 'hero',
  siteUrl: 'https://harbor.example',
  slug: 'services',
  subdomain: 'harbor',
  timeZone: 'Europe/Berlin',
  title: 'Our services',
  toPath: '/services',
  url: 'https://harbor.example/services',
  userAgent: 'Mozilla/5.0',
};

/** A value that the schema accepts and a reader understands. */
export function sampleOf(schema: JsonSchema, schemas: NamedSchemas, name = ''): unknown {
  const whole = schemas.resolve(schema);
  const { const: constant, enum: values, oneOf, anyOf, type } = whole;
  if (constant !== undefined) return constant;
  if (Array.isArray(values)) return values[0];
  const members = [oneOf, anyOf].find(Array.isArray);
  if (members) return sampleOf(members.find(isValue) ?? {}, schemas, name);
  const types: unknown[] = Array.isArray(type) ? type : [type];
  if (types.includes('object')) return sampleObject(whole, schemas);
  if (types.includes('array')) return sampleArray(whole, schemas, name);
  if (types.includes('string')) return sampleText(whole, name);
  if (types.includes('boolean')) return true;
  if (types.includes('integer') || types.includes('number')) return sampleNumber(whole);
  return null;
}

function isValue(member: unknown): member is JsonSchema {
  return isSchema(member) && member.type !== 'null';
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}

function sampleArray({ items, maxItems }: JsonSchema, schemas: NamedSchemas, name: string): unknown[] {
  return isSchema(items) && maxItems !== 0 ? [sampleOf(items, schemas, name)] : [];
}

function sampleObject({ properties }: JsonSchema, schemas: NamedSchemas): Record<string, unknown> {
  const fields = isSchema(properties) ? Object.entries(properties) : [];
  return Object.fromEntries(
    fields.map(([name, field]) => [name, isSchema(field) ? sampleOf(field, schemas, name) : null]),
  );
}

function sampleText({ format, pattern, maxLength }: JsonSchema, name: string): string {
  if (format === 'uuid') return ID;
  if (format === 'date-time') return TIME;
  if (format === 'date') return DAY;
  if (format === 'email') return 'mara@harbor.example';
  const named = BY_NAME[name];
  if (typeof named === 'string' && fits(named, pattern)) return named;
  const patterned = pattern === undefined ? undefined : PATTERNED.find((each) => fits(each, pattern));
  if (patterned !== undefined) return patterned;
  const text = name === '' ? 'text' : name.replace(/([A-Z])/g, ' $1').toLowerCase();
  return typeof maxLength === 'number' ? text.slice(0, maxLength) : text;
}

/** A name that means something else somewhere, such as that of a field, has a pattern there. */
function fits(text: string, pattern: unknown): boolean {
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text);
}

function sampleNumber({ minimum, maximum }: JsonSchema): number {
  const least = typeof minimum === 'number' ? minimum : 1;
  const most = typeof maximum === 'number' ? maximum : 1;
  return Math.min(Math.max(1, least), most);
}
