import { newId } from '@siteninja/core';
import { RefreshTokens } from './refresh-token';

const tokens = new RefreshTokens(Buffer.alloc(32, 7));
const about = { sessionId: newId(), number: 12 };

describe('a refresh token', () => {
  it('says which session it continues, and where', () => {
    expect(tokens.read(tokens.write(about))).toEqual(about);
  });

  it('is read only as it was written', () => {
    const token = tokens.write(about);
    const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const readable = [...ALPHABET].filter((last) => tokens.read(token.slice(0, -1) + last));
    expect(readable).toEqual([token.at(-1)]);
  });

  it.each([
    ['of another number', (token: string) => token.replace('.12.', '.13.')],
    ['of another session', (token: string) => newId() + token.slice(36)],
    ['with more behind it', (token: string) => `${token}\n`],
    ['without its proof', (token: string) => token.slice(0, -43)],
  ])('is not read %s', (_what, change) => {
    expect(tokens.read(change(tokens.write(about)))).toBeUndefined();
  });

  it('is not read by who has another key', () => {
    expect(new RefreshTokens(Buffer.alloc(32, 8)).read(tokens.write(about))).toBeUndefined();
  });
});
