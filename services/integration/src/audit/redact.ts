export const REDACTED = '[redacted]';

/** Compared with the name in lower case, without separators. */
const SECRET_NAME =
  /(password|passphrase|secret|token|authorization|cookie|credentials?|recoverycodes?|(password|key|token|secret)hash|(private|secret|signing|encryption)key)$/;

/**
 * API keys, webhook secrets and signed tokens, wherever they stand in a text. A token begins where a word
 * does: a search from every letter would take a hostile text's square.
 */
const SECRET_TEXT =
  /sn_live_[0-9A-Za-z]{36}|whsec_[0-9A-Za-z+/=]{16,}|(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g;

/**
 * A copy without what looks like a secret, by the name of its field or by its form. Events carry none; this is
 * the second lock, because what gets into the audit log stays there. Numbers and flags tell nothing, and stay.
 */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(SECRET_TEXT, REDACTED);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isSecret(name, item) ? REDACTED : redact(item)]),
  );
}

function isSecret(name: string, value: unknown): boolean {
  const tells = typeof value === 'string' || (typeof value === 'object' && value !== null);
  return tells && SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
}
