import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Infer, parse, s } from '@siteninja/schema';
import { writePrivately } from '../secrets';
import { DEMO_TENANTS } from './tenants';

const login = s.object({ email: s.string(), password: s.string() });
const schema = s.object({
  superAdmin: login,
  owners: s.array(login),
  apiKey: s.nullable(s.string()),
  /** Everything is there; the next start has nothing to make. */
  complete: s.boolean(),
});

/** The logins and the key of the demo, kept so that every start can print them. */
export type Demo = Infer<typeof schema>;

const fileIn = (dataFolder: string): string => join(dataFolder, 'demo.json');

/** Chosen before anything is made with them, so that a start that was interrupted can go on. */
export function openDemo(dataFolder: string): Demo {
  const file = fileIn(dataFolder);
  if (!existsSync(file)) {
    const owners = DEMO_TENANTS.map(({ owner }) => ({ email: owner.email, password: newPassword() }));
    const superAdmin = { email: 'admin@siteninja.example', password: newPassword() };
    const demo: Demo = { superAdmin, owners, apiKey: null, complete: false };
    saveDemo(dataFolder, demo);
    return demo;
  }
  const checked = parse(schema, JSON.parse(readFileSync(file, 'utf8')));
  if ('errors' in checked) throw new Error(`${file} has been changed: ${JSON.stringify(checked.errors)}`);
  return checked.value;
}

export function saveDemo(dataFolder: string, demo: Demo): void {
  writePrivately(fileIn(dataFolder), `${JSON.stringify(demo, null, 2)}\n`);
}

function newPassword(): string {
  return `demo-${randomBytes(9).toString('base64url')}`;
}
