export const REDACTED = '[redacted]';

/** The end of a secret's name, compared in lower case without separators. */
const SECRET_NAME =
  /(passwords?|passphrase|secrets?|tokens?|authorization|cookies?|credentials?|apikeys?|mfacode|otp|recoverycodes?|(password|key|token|secret)hash|(private|secret|signing|encryption)key)$/;

/**
 * API keys, webhook secrets and signed tokens, anywhere in a text. A token begins where a word does: a search
 * that begins at every character takes quadratic time on hostile text.
 */
const SECRET_TEXT =
  /sn_live_[0-9A-Za-z]{36}|whsec_[0-9A-Za-z+/=]{16,}|(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g;

/**
 * A copy without secrets, which are found by the name of their field or by their form. Numbers, booleans and null
 * reveal nothing, and stay.
 * @param maxDepth objects below it are left out: what is logged may be deep or refer to itself
 */
export function redact(value: unknown, maxDepth = Infinity): unknown {
  if (typeof value === 'string') return value.replace(SECRET_TEXT, REDACTED);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (maxDepth < 0) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, maxDepth - 1));
  if (value instanceof Error) {
    const { name, message, stack } = value;
    return redact({ name, message, stack }, maxDepth);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isSecret(name, item) ? REDACTED : redact(item, maxDepth - 1),
    ]),
  );
}

function isSecret(name: string, value: unknown): boolean {
  const reveals = typeof value === 'string' || (typeof value === 'object' && value !== null);
  return reveals && SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
}
