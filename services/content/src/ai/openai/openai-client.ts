import { DomainError, unavailable } from '@siteninja/core';
import type OpenAI from 'openai' with { 'resolution-mode': 'import' };

export interface OpenAiSettings {
  readonly apiKey: string;
  readonly model: string;
  /** Without a slash at its end, such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface Question {
  readonly messages: readonly Message[];
  readonly schema: { readonly name: string; readonly schema: Record<string, unknown> };
  readonly signal: AbortSignal;
}

/** A part of an answer; what it has cost comes last, where the provider tells. */
export type Delta = { readonly text: string } | { readonly tokens: number } | { readonly isRefused: true };

const MODERATION_MODEL = 'omni-moderation-latest';
/** Of one answer: the longest page is a quarter of it. */
const MAX_ANSWER_TOKENS = 8_000;
const RETRY_AFTER_SECONDS = { default: 10, min: 1, max: 300 };

type Sdk = Awaited<ReturnType<typeof loadSdk>>;

/** OpenAI's SDK, or that of whoever speaks its protocol, with its errors in the product's words. */
export class OpenAiClient {
  readonly #settings: OpenAiSettings;

  constructor(settings: OpenAiSettings) {
    this.#settings = settings;
  }

  get model(): string {
    return this.#settings.model;
  }

  /** Whether the provider forbids any of the texts. @throws unavailable */
  async isForbidden(texts: readonly string[], signal: AbortSignal): Promise<boolean> {
    const sdk = await loadSdk();
    try {
      const request = { model: MODERATION_MODEL, input: [...texts] };
      const { results } = await this.#open(sdk).moderations.create(request, { signal });
      return results.some(({ flagged }) => flagged);
    } catch (error) {
      throw translated(sdk, error);
    }
  }

  /** The answer, as it comes. @throws unavailable, also when the signal is aborted */
  async *stream({ messages, schema, signal }: Question): AsyncGenerator<Delta, void, undefined> {
    const sdk = await loadSdk();
    try {
      const chunks = await this.#open(sdk).chat.completions.create(
        {
          model: this.model,
          messages: [...messages],
          response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } },
          max_completion_tokens: MAX_ANSWER_TOKENS,
          stream: true,
          stream_options: { include_usage: true },
        },
        { signal },
      );
      for await (const chunk of chunks) yield* deltasOf(chunk);
      // The SDK ends its stream without an error when it is aborted.
      signal.throwIfAborted();
    } catch (error) {
      throw translated(sdk, error);
    }
  }

  /** The settings of the environment are ours alone; who waits is told when to try again, so nothing is retried here. */
  #open(sdk: Sdk): OpenAI {
    const { apiKey, baseUrl } = this.#settings;
    return new sdk.OpenAI({
      ...{ apiKey, baseURL: baseUrl, organization: null, project: null },
      ...{ maxRetries: 0, logLevel: 'off' },
    });
  }
}

/** It is loaded by processes alone that use it. */
function loadSdk() {
  return import('openai');
}

function* deltasOf({ choices, usage }: OpenAI.ChatCompletionChunk): Generator<Delta, void, undefined> {
  for (const { delta, finish_reason: reason } of choices) {
    if (delta.content) yield { text: delta.content };
    if (delta.refusal || reason === 'content_filter') yield { isRefused: true };
  }
  if (usage) yield { tokens: usage.total_tokens };
}

/** The provider's own words may quote the key or the tenant's texts: of its error the status and code are kept. */
function translated({ APIError }: Sdk, error: unknown): DomainError {
  const message = 'The AI provider does not answer. Nothing was charged. Try again.';
  if (!(error instanceof APIError) || error.status === undefined) {
    const name = error instanceof Error ? error.name : 'unknown';
    return unavailable('ai.unavailable', message, new Error(`No answer (${name}).`));
  }
  return new DomainError('unavailable', 'ai.unavailable', message, {
    cause: new Error(`It answered ${error.status} ${plainCode(error.code)}.`),
    headers: { 'Retry-After': String(retryAfterOf(error.headers)) },
  });
}

function plainCode(code: string | null | undefined): string {
  return code && /^\w{1,60}$/.test(code) ? code : 'without a code';
}

/** Seconds; a provider may also name a date, or nothing. */
function retryAfterOf(headers: unknown): number {
  const header = headers instanceof Headers ? headers.get('retry-after') : null;
  const seconds = Math.ceil(Number(header ?? NaN));
  const { min, max } = RETRY_AFTER_SECONDS;
  return Number.isNaN(seconds) ? RETRY_AFTER_SECONDS.default : Math.min(Math.max(seconds, min), max);
}
