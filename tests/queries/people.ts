import { SoftwareAuthenticator } from '../../services/identity/src/passkeys/authenticator-test-support';
import { type Client } from '../e2e/client';
import { mailedToken } from '../e2e/mailed-token';

export type Verb = 'get' | 'post' | 'put' | 'delete';

/** Who uses the product, and how a use of it is noted; paths name `ids`. */
export interface People {
  admin: Client;
  platform: Client;
  anonymous: Client;
  ids: Record<string, string>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the data of whatever answer
  send(client: Client, method: Verb, path: string, body?: object): Promise<any>;
}

/** A passkey is added, signs in, is renamed and removed. */
export async function usePasskeys({ admin, anonymous, ids, send }: People): Promise<void> {
  const passkeys = '/auth/passkeys';
  const device = new SoftwareAuthenticator(anonymous.url.replace('127.0.0.1', 'localhost'));
  const made = device.create(await send(admin, 'post', `${passkeys}/options`));
  ids['passkeyId'] = (await send(admin, 'post', passkeys, made)).id;
  await send(admin, 'put', `${passkeys}/{passkeyId}`, { name: 'Phone' });
  await send(admin, 'get', passkeys);
  const login = device.get(await send(anonymous, 'post', `${passkeys}/login/options`));
  await send(anonymous, 'post', `${passkeys}/login`, login);
  await send(admin, 'delete', `${passkeys}/{passkeyId}`);
  await send(admin, 'delete', passkeys);
}

/** Members of all kinds: one who is made, and one who is invited and accepts. */
export async function usePeople({ admin, platform, anonymous, ids, send }: People): Promise<void> {
  const members = '/tenants/{tenantId}/users';
  const made = { email: 'made@example.com', role: 'editor', password: 'correct horse made' };
  ids['userId'] = (await send(admin, 'post', members, made)).id;
  await send(admin, 'put', `${members}/{userId}/role`, { role: 'viewer' });
  await send(admin, 'put', `${members}/{userId}`, { status: 'inactive' });
  await send(platform, 'put', '/users/{userId}', { status: 'inactive' });
  await send(admin, 'post', '/auth/email/resend');
  const verification = { token: await mailedToken(platform, 'asker@example.com') };
  await send(anonymous, 'post', '/auth/email/verify', verification);
  await send(admin, 'put', '/auth/me', { name: 'Pat Asker' });
  const invited = { email: 'invited@example.com', role: 'viewer' };
  await send(admin, 'post', members, invited);
  const token = await mailedToken(platform, invited.email);
  ids['token'] = token;
  await send(anonymous, 'get', '/auth/invitations/{token}');
  const acceptance = { token, name: 'Pat', password: 'correct horse invited' };
  const joined = await send(anonymous, 'post', '/auth/invitations/accept', acceptance);
  ids['userId'] = joined.user.id;
  const change = { currentPassword: acceptance.password, newPassword: 'correct horse changed' };
  await send(anonymous.as(joined.accessToken), 'put', '/auth/password', change);
  await send(anonymous, 'post', '/auth/password/forgot', { email: invited.email });
  const reset = await mailedToken(platform, invited.email, '/reset-password');
  const replacement = { token: reset, newPassword: 'correct horse reset' };
  await send(anonymous, 'post', '/auth/password/reset', replacement);
  await send(admin, 'delete', `${members}/{userId}`);
  ids['userId'] = (await send(admin, 'get', members)).items[0].id;
}
