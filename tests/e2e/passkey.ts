import { SoftwareAuthenticator } from '../../services/identity/src/passkeys/authenticator-test-support';
import { type Client } from './client';

/** Adds a passkey to the account of the client, who has just signed in. @returns its id */
export async function addPasskey(client: Client): Promise<string> {
  const { body: options } = await client.post('/auth/passkeys/options');
  const device = new SoftwareAuthenticator(client.url.replace('127.0.0.1', 'localhost'));
  const { status, body } = await client.post('/auth/passkeys', device.create(options.data));
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.data.id;
}
