import { newSigningKey, publicJwk } from '@siteninja/core';
import { PROCESSES } from './environment';

/**
 * A new signing key for a process, and TRUSTED_KEYS with its public half beside the present one: tokens of both are
 * believed until `retireKeys`.
 * @throws where TRUSTED_KEYS is not in the environment, or there is no such process
 */
export function rotateKey(name: string | undefined, env: NodeJS.ProcessEnv): Record<string, string> {
  const issuer = processNamed(name);
  const key = newSigningKey();
  return {
    TRUSTED_KEYS: withKeys(env, issuer, (present) => [...present, JSON.parse(publicJwk(key))]),
    [variableOf(issuer)]: key,
  };
}

/** TRUSTED_KEYS without the keys that the process no longer signs with. @throws as `rotateKey` */
export function retireKeys(name: string | undefined, env: NodeJS.ProcessEnv): Record<string, string> {
  const issuer = processNamed(name);
  const { [variableOf(issuer)]: key } = env;
  if (!key) throw new Error(`${variableOf(issuer)} is not in the environment.`);
  const left: unknown = JSON.parse(publicJwk(key));
  return { TRUSTED_KEYS: withKeys(env, issuer, () => [left]) };
}

function withKeys(env: NodeJS.ProcessEnv, issuer: string, change: (present: unknown[]) => unknown[]): string {
  const { TRUSTED_KEYS: text } = env;
  if (!text) throw new Error('TRUSTED_KEYS is not in the environment.');
  const trusted: Record<string, unknown> = JSON.parse(text);
  const { [issuer]: present = [] } = trusted;
  const [only, ...others] = change(Array.isArray(present) ? present : [present]);
  return JSON.stringify({ ...trusted, [issuer]: others.length === 0 ? only : [only, ...others] });
}

function processNamed(name: string | undefined): string {
  const known = PROCESSES.find((each) => each === name);
  if (known === undefined) throw new Error(`Name one of ${PROCESSES.join(', ')}.`);
  return known;
}

function variableOf(issuer: string): string {
  return `${issuer.toUpperCase()}_SIGNING_KEY`;
}
