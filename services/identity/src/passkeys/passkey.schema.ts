import { type Infer, s } from '@siteninja/schema';

const name = s.describe(s.string({ max: 100 }), 'What its owner calls it, such as the device that it is on.');

/** A passkey as its owner sees it. */
export const passkey = s.resource('Passkey', {
  name,
  isSynced: s.describe(s.boolean(), 'Whether it is copied to other devices, and so outlives this one.'),
  lastUsedAt: s.nullable(s.dateTime()),
});

/** Base64url, as browsers give it. @param max of characters */
const bytes = (max: number) =>
  s.string({ pattern: new RegExp(`^[\\w-]{1,${max}}$`), must: `be at most ${max} characters of base64url` });

/** The JSON of a PublicKeyCredential: `toJSON()` of what the browser gives (WebAuthn §5.1). */
const credential = {
  id: bytes(1_400),
  rawId: bytes(1_400),
  type: s.enum('public-key'),
  authenticatorAttachment: s.optional(s.nullable(s.string({ max: 50 }))),
  clientExtensionResults: s.optional(s.anyObject()),
};

export const newPasskey = s.named(
  'NewPasskey',
  s.object({
    ...credential,
    name: s.default(name, 'Passkey'),
    /** Browsers say more than this, which is in these two already. */
    response: s.looseObject({
      clientDataJSON: bytes(4_000),
      attestationObject: bytes(40_000),
      transports: s.default(s.array(s.string({ max: 30 }), { max: 10 }), []),
    }),
  }),
);
export type NewPasskey = Infer<typeof newPasskey>;

export const passkeyLogin = s.named(
  'PasskeyLogin',
  s.object({
    ...credential,
    response: s.looseObject({
      clientDataJSON: bytes(4_000),
      authenticatorData: bytes(4_000),
      signature: bytes(4_000),
      userHandle: s.optional(s.nullable(bytes(100))),
    }),
    deviceToken: s.optional(
      s.describe(s.string({ min: 0, max: 1_000, exact: true }), 'That of the last login on this device.'),
    ),
  }),
);
export type PasskeyLogin = Infer<typeof passkeyLogin>;

export const passkeyChange = s.object({ name: s.optional(name) });
export type PasskeyChange = Infer<typeof passkeyChange>;

/** For clients that ask for the email first. */
export const passkeyLoginRequest = s.optional(
  s.object({
    email: s.optional(
      s.describe(
        s.string({ max: 254 }),
        'Without effect: devices find the passkey themselves, and so the answer tells of no account.',
      ),
    ),
  }),
);

const userVerification = s.enum('required');
const challenge = s.describe(s.string(), 'Good for one attempt, within 5 minutes.');
const timeout = s.describe(s.integer(), 'In milliseconds.');
const known = s.array(
  s.object({ id: s.string(), type: s.enum('public-key'), transports: s.optional(s.array(s.string())) }),
);

/** What `PublicKeyCredential.parseCreationOptionsFromJSON()` takes (WebAuthn §5.1.9). */
export const creationOptions = s.named(
  'PasskeyCreationOptions',
  s.object({
    challenge,
    rp: s.object({ id: s.string(), name: s.string() }),
    user: s.object({ id: s.string(), name: s.string(), displayName: s.string() }),
    pubKeyCredParams: s.array(s.object({ type: s.enum('public-key'), alg: s.integer() })),
    timeout,
    attestation: s.enum('none'),
    excludeCredentials: s.describe(known, 'Those that you have.'),
    authenticatorSelection: s.object({
      residentKey: s.enum('required'),
      requireResidentKey: s.boolean(),
      userVerification,
    }),
    extensions: s.anyObject(),
    hints: s.array(s.string()),
  }),
);

/** What `PublicKeyCredential.parseRequestOptionsFromJSON()` takes (WebAuthn §5.1.10). */
export const requestOptions = s.named(
  'PasskeyRequestOptions',
  s.object({ challenge, rpId: s.string(), timeout, userVerification, allowCredentials: known }),
);
