import { type JsonSchema } from '@siteninja/schema';
import { type Message } from './openai-client';

/** Something that a model is asked for. */
export interface Task<T> {
  /** The name of the schema, for the provider. */
  readonly name: string;
  readonly messages: readonly Message[];
  readonly schema: JsonSchema;
  /** The caller's own words, and the field that they came in. */
  readonly words: readonly string[];
  readonly field: string;
  /** The answer as it is proposed, or what is wrong with it. */
  read(answer: unknown): Read<T>;
  /** Is given the answer in pieces, as they come; called anew for each attempt. */
  follow?(attempt: number): (text: string) => void;
}

export type Read<T> = { readonly value: T } | { readonly faults: readonly string[] };
