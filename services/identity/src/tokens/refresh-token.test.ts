import { newId } from '@siteninja/core';
import { RefreshTokens } from './refresh-token';

const tokens = new RefreshTokens([Buffer.alloc(32, 7)]);
const about = { sessionId: newId(), number: 12 };

describe('a refresh token', () => {
  it('a refresh token holds its session and rotation number', () => {
    expect(tokens.read(tokens.write(about))).toEqual(about);
  });

  it('only one spelling of a refresh token is accepted', () => {
    const token = tokens.write(about);
    const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const readable = [...ALPHABET].filter((last) => tokens.read(token.slice(0, -1) + last));
    expect(readable).toEqual([token.at(-1)]);
  });

  it.each([
    ['with another number', (token: string) => token.replace('.12.', '.13.')],
    ['with another session', (token: string) => newId() + token.slice(36)],
    ['followed by more text', (token: string) => `${token}\n`],
    ['without its HMAC', (token: string) => token.slice(0, -43)],
  ])('a refresh token %s is refused', (_what, change) => {
    expect(tokens.read(change(tokens.write(about)))).toBeUndefined();
  });

  it('a refresh token of another key is refused', () => {
    expect(new RefreshTokens([Buffer.alloc(32, 8)]).read(tokens.write(about))).toBeUndefined();
    const withNewKey = new RefreshTokens([Buffer.alloc(32, 8), Buffer.alloc(32, 7)]);
    expect(withNewKey.read(tokens.write(about))).toEqual(about);
    expect(withNewKey.write(about)).not.toBe(tokens.write(about));
  });
});
