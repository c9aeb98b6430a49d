import { parse } from './parse';
import { s } from './s';
import { type Fields, type InferFields } from './schema';

/**
 * Reads the configuration, once, from the environment; an empty variable is one that is not there.
 * @throws one sentence for everything that is wrong, naming each variable and no value
 */
export function readConfig<F extends Fields>(fields: F, env: NodeJS.ProcessEnv): Readonly<InferFields<F>> {
  const present = Object.entries(env)
    .filter(([name, value]) => name in fields && value !== undefined && value !== '')
    .map(([name, value = '']) => [name, fields[name]?.joi.type === 'boolean' ? wordFor(value) : value]);
  const result = parse(s.object(fields), Object.fromEntries(present), { convert: true });
  if ('errors' in result) {
    const wrong = result.errors.map(({ message }) => `  ${message}`).join('\n');
    throw new Error(`The configuration is not valid:\n${wrong}`);
  }
  return Object.freeze(result.value);
}

/** Environments often say 1 or 0 for a boolean. */
function wordFor(value: string): string {
  const words: Record<string, string> = { 1: 'true', 0: 'false' };
  return words[value] ?? value;
}
