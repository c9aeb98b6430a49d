import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { newKeyPair } from '@siteninja/core';

/** What a browser is asked with, of which an authenticator reads this. */
interface Options {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
  user?: { id: string };
}

/** How an attempt differs from an honest one. */
interface Lie {
  origin?: string;
  rpId?: string;
  challenge?: string;
  userHandle?: string;
  type?: string;
  /** False where the device did not ask for a finger, face or PIN. */
  isUserVerified?: boolean;
  /** What it counts, instead of one more than before. */
  counter?: number;
  crossOrigin?: boolean;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;

/** A passkey device and its browser, made of node:crypto: ES256, without attestation (WebAuthn §6). */
export class SoftwareAuthenticator {
  readonly id = randomBytes(32).toString('base64url');
  readonly #keys = newKeyPair('P-256');
  #counter = 0;
  #userHandle = '';

  constructor(readonly origin = 'http://localhost:8080') {}

  /** What `navigator.credentials.create()` gives, as JSON. */
  create(options: Options, lie: Lie = {}) {
    this.#userHandle = options.user?.id ?? '';
    const clientDataJSON = this.#clientData('webauthn.create', options, lie);
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.from([id.length >> 8, id.length & 0xff]);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(this.#keys.publicKey)]);
    const authData = this.#authenticatorData(options, lie, attested);
    const attestationObject = cbor(
      new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    );
    return this.#credential({
      clientDataJSON: clientDataJSON.toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What `navigator.credentials.get()` gives, as JSON. */
  get(options: Options, lie: Lie = {}) {
    const clientDataJSON = this.#clientData('webauthn.get', options, lie);
    const authenticatorData = this.#authenticatorData(options, lie);
    const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
    return this.#credential({
      clientDataJSON: clientDataJSON.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
      userHandle: lie.userHandle ?? this.#userHandle,
    });
  }

  #clientData(type: string, { challenge }: Options, lie: Lie): Buffer {
    const { crossOrigin = false, origin = this.origin } = lie;
    const data = { type: lie.type ?? type, challenge: lie.challenge ?? challenge, origin, crossOrigin };
    return Buffer.from(JSON.stringify(data));
  }

  #authenticatorData({ rpId, rp }: Options, lie: Lie, attested?: Buffer): Buffer {
    this.#counter = lie.counter ?? this.#counter + 1;
    const { isUserVerified = true } = lie;
    const flags = USER_PRESENT | (isUserVerified ? USER_VERIFIED : 0) | (attested ? ATTESTED : 0);
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(this.#counter, 1);
    const forWhom = sha256(Buffer.from(lie.rpId ?? rpId ?? rp?.id ?? ''));
    return Buffer.concat([forWhom, head, attested ?? Buffer.alloc(0)]);
  }

  #credential<Response>(response: Response) {
    const { id } = this;
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}

/** COSE_Key of an ES256 key (RFC 9053 §7.1). */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );
}

type Cbor = number | string | Buffer | Map<number | string, Cbor>;

/** Of CBOR what these messages need (RFC 8949 §3). */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([
    head(5, value.size),
    ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)]),
  ]);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 0x100) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 0xff]);
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
