import { invalid } from '@siteninja/core';
import { COMMON_PASSWORDS, COMMON_WORDS } from './common-passwords';

/**
 * Refuses the passwords that are guessed first: common ones, a common word with digits and signs around it,
 * repetitions, runs of the alphabet, the digits or the keyboard, and the account's own email or name.
 * @param field how the request names the password
 * @throws invalid
 */
export function assertNotWeak(
  password: string,
  owner: { email: string; name: string },
  field = 'password',
): void {
  const message = weaknessOf(password, owner);
  if (message !== undefined) throw invalid([{ field, message }]);
}

/** What is wrong with the password, in a sentence; undefined if it is acceptable. */
export function weaknessOf(password: string, owner: { email: string; name: string }): string | undefined {
  const plain = password.normalize('NFKC').toLowerCase();
  const [local = ''] = owner.email.toLowerCase().split('@');
  const own = [owner.email, local, owner.name].map((text) => text.normalize('NFKC').toLowerCase());
  if (own.includes(plain)) return 'The password must not be your email or your name.';
  if (isCommon(plain) || isRepeated(plain) || isRun(plain)) {
    return 'This password is one of the first that would be guessed. Choose another one.';
  }
  return undefined;
}

function isCommon(plain: string): boolean {
  if (COMMON_PASSWORDS.has(plain)) return true;
  return [plain, withoutDisguise(plain)].some((text) => {
    const word = text.replace(/^[^a-z]+|[^a-z]+$/g, '');
    return COMMON_WORDS.has(word) || COMMON_WORDS.has(withoutDisguise(word));
  });
}

const DISGUISES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
  '!': 'i',
  '1': 'l',
};

/** `p@ssw0rd` is `password`. */
function withoutDisguise(text: string): string {
  return text.replace(/[@430$57!1]/g, (sign) => DISGUISES[sign] ?? sign);
}

/** `abcabcabcabc`, `1111111111`. */
function isRepeated(plain: string): boolean {
  return /^(.{1,4})\1+$/su.test(plain) || new Set(plain).size < 4;
}

const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  'qazwsxedcrfvtgbyhnujmikolp',
];

function isRun(plain: string): boolean {
  const backwards = [...plain].reverse().join('');
  return RUNS.some((run) => run.includes(plain) || run.includes(backwards));
}
