import { invalid } from '@siteninja/core';
import { COMMON_PASSWORDS, COMMON_WORDS } from './common-passwords';

/** Whose password it is. `businesses`: the names of their tenants. */
interface PasswordOwner {
  email: string;
  name: string;
  businesses?: readonly string[];
}

/**
 * Refuses the passwords that are guessed first: common ones, a common word with digits and signs around it,
 * repetitions, runs of the alphabet, the digits or the keyboard, and the account's own words with little besides.
 * @param field how the request names the password
 * @throws invalid
 */
export function assertNotWeak(password: string, owner: PasswordOwner, field = 'password'): void {
  const message = weaknessOf(password, owner);
  if (message !== undefined) throw invalid([{ field, message }]);
}

/** What is wrong with the password, in a sentence; undefined if it is acceptable. */
export function weaknessOf(password: string, owner: PasswordOwner): string | undefined {
  const plain = password.normalize('NFKC').toLowerCase();
  const isEmail = plain === owner.email.normalize('NFKC').toLowerCase();
  if (isEmail || isOwn(plain, owner))
    return 'The password must not be made of your email, your name or your business.';
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

const MIN_OWN_LETTERS = 4;
/** What is besides the owner's words: so many letters, or so many characters of any kind, make it a password. */
const MIN_OTHER_LETTERS = 4;
const MIN_OTHER_CHARACTERS = 12;

/** `Sanitär-Meier-2026!` and `s4nitaer.me1er` of Sanitär Meier: own words with digits, signs and disguises. */
function isOwn(plain: string, { email, name, businesses = [] }: PasswordOwner): boolean {
  const mailbox = email.slice(0, email.lastIndexOf('@'));
  const words = new Set([mailbox, name, ...businesses].flatMap((text) => wordsIn(text.toLowerCase())));
  const longestFirst = [...words].sort((one, other) => other.length - one.length);
  // 1 stands for either letter.
  const readings = [plain, withoutDisguise(plain), withoutDisguise(plain.replaceAll('1', 'i'))];
  return readings.some((text) => {
    const bare = withoutAccents(text).replace(/[^\p{Letter}\p{Number}]/gu, '');
    const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ''), bare);
    const letters = rest.replace(/\P{Letter}/gu, '');
    return rest !== bare && letters.length < MIN_OTHER_LETTERS && rest.length < MIN_OTHER_CHARACTERS;
  });
}

/** Each also as it is written without umlauts, and the whole text as one word, however short its parts are. */
function wordsIn(text: string): string[] {
  return [text, text.replace(/[äöü]/g, '$&e')].flatMap((written) => {
    const words = withoutAccents(written).split(/[^\p{Letter}]+/u);
    return [...words, words.join('')].filter((word) => word.length >= MIN_OWN_LETTERS);
  });
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{Mark}+/gu, '');
}
