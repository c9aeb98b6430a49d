import { existsSync } from 'node:fs';
import { callers } from '@siteninja/testing';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { callerOf, registered, startIdentity, type TestIdentity } from '../test-support';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = BROWSERS.find((path) => existsSync(path));

const ORIGIN = 'http://localhost:8080';

let service: TestIdentity;
let browser: Browser;
let page: Page;
let devTools: CDPSession;
let authenticatorId: string;

/** The JSON of the credential that the browser gives for options. */
const inPage = async (origin: string, what: 'create' | 'get', options: object): Promise<object> => {
  await page.goto(origin);
  const parser = what === 'create' ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
  return page.evaluate(
    `navigator.credentials.${what}({ publicKey: PublicKeyCredential.${parser}(${JSON.stringify(options)}) })` +
      '.then((credential) => credential.toJSON())',
  );
};

const anonymous = () => service.as(callers.anonymous);
const loginOptions = async () => (await anonymous().post('/auth/passkeys/login/options').send({})).body.data;

if (executablePath === undefined) {
  it.skip(`is not tried in a browser: none of ${BROWSERS.join(', ')} is installed`, () => undefined);
} else {
  describe('passkeys in a browser', () => {
    beforeAll(async () => {
      service = await startIdentity();
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      page = await browser.newPage();
      await page.route('**/*', (request) =>
        request.fulfill({ contentType: 'text/html', body: '<p>The app.</p>' }),
      );
      devTools = await page.context().newCDPSession(page);
      await devTools.send('WebAuthn.enable');
      const options = {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      } as const;
      ({ authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', { options }));
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      await service.stop();
    });

    it('are made by what the options say, and sign in without a name or password', async () => {
      const { data, email } = await registered(service);
      const as = service.as(callerOf(data.accessToken));
      const options = (await as.post('/auth/passkeys/options').send({})).body.data;
      const made = await inPage(ORIGIN, 'create', options);
      const added = await as.post('/auth/passkeys').send({ ...made, name: 'Chromium' });
      expect([added.status, added.body.data?.name]).toEqual([201, 'Chromium']);
      const { credentials } = await devTools.send('WebAuthn.getCredentials', { authenticatorId });
      expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost', userName: email }]);
      for (let logins = 1; logins <= 2; logins += 1) {
        const { status, body } = await anonymous()
          .post('/auth/passkeys/login')
          .send(await inPage(ORIGIN, 'get', await loginOptions()));
        expect([status, body.data?.user.email]).toEqual([200, email]);
      }
      const again = (await as.post('/auth/passkeys/options').send({})).body.data;
      await expect(inPage(ORIGIN, 'create', again)).rejects.toThrow('InvalidStateError');
    });

    it('sign nobody in at another origin of the same domain', async () => {
      const { data } = await registered(service);
      const as = service.as(callerOf(data.accessToken));
      const options = (await as.post('/auth/passkeys/options').send({})).body.data;
      const made = await inPage(ORIGIN, 'create', options);
      expect((await as.post('/auth/passkeys').send(made)).status).toBe(201);
      const elsewhere = await inPage('http://localhost:8081', 'get', await loginOptions());
      const { status, body } = await anonymous().post('/auth/passkeys/login').send(elsewhere);
      expect([status, body.code]).toEqual([401, 'auth.passkey_invalid']);
    });

    it('sign nobody in whose device does not recognise its user', async () => {
      await devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
      await expect(inPage(ORIGIN, 'get', await loginOptions())).rejects.toThrow('NotAllowedError');
      const weaker = { ...(await loginOptions()), userVerification: 'discouraged' };
      const { status } = await anonymous()
        .post('/auth/passkeys/login')
        .send(await inPage(ORIGIN, 'get', weaker));
      expect(status).toBe(401);
    });
  });
}
