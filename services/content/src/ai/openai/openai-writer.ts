import { DomainError, unavailable } from '@siteninja/core';
import { type Work, type Writer } from '../writer';
import { Meter } from './meter';
import { OpenAiClient, type OpenAiSettings } from './openai-client';
import { pageTask } from './page-task';
import { repairOf } from './prompts';
import { rewriteTask } from './rewrite-task';
import { seoTask } from './seo-task';
import { type Read, type Task } from './task';

export interface OpenAiWriterSettings extends OpenAiSettings {
  /** Whether the provider is asked first whether it forbids the caller's words. */
  readonly isModerated: boolean;
  /** For a whole proposal, with its repair. */
  readonly timeoutMs: number;
}

/** Two attempts, with all that goes into them. */
const MAX_CREDITS = 10;
const ATTEMPTS = 2;
/** Far more than any page; a provider may not keep to the tokens that it is told. */
const MAX_ANSWER_CHARACTERS = 200_000;

/** Has proposals made by a language model, and checks each before it is shown. */
export function openAiWriter({ isModerated, timeoutMs, ...settings }: OpenAiWriterSettings): Writer {
  const client = new OpenAiClient(settings);
  const ask = async <T>(task: Task<T>, work: Work): Promise<T> => {
    const signal = AbortSignal.any([work.signal, AbortSignal.timeout(timeoutMs)]);
    if (isModerated && task.words.length > 0 && (await client.isForbidden(task.words, signal))) {
      throw refused(task.field);
    }
    return answerOf(client, task, { work, signal });
  };
  return {
    name: settings.model,
    maxCredits: MAX_CREDITS,
    draftPage: (brief, work) => ask(pageTask(brief, work.send), work),
    rewriteSection: async (brief, work) => ({ content: await ask(rewriteTask(brief), work) }),
    suggestSeo: (brief, work) => ask(seoTask(brief), work),
  };
}

/** A first answer that cannot be used is given back once, with what is wrong with it. */
async function answerOf<T>(
  client: OpenAiClient,
  task: Task<T>,
  { work, signal }: { work: Work; signal: AbortSignal },
): Promise<T> {
  const meter = new Meter(work);
  let messages = task.messages;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const follow = task.follow?.(attempt);
    let text = '';
    let tokens: number | undefined;
    meter.asked(messages);
    const schema = { name: task.name, schema: task.schema };
    for await (const delta of client.stream({ messages, schema, signal })) {
      if ('isRefused' in delta) throw refused(task.field);
      if ('tokens' in delta) tokens = delta.tokens;
      else {
        text += delta.text;
        meter.received(delta.text);
        follow?.(delta.text);
        if (text.length > MAX_ANSWER_CHARACTERS) break;
      }
    }
    meter.finished(tokens);
    const read = readAnswer(task, text);
    if ('value' in read) return read.value;
    messages = [...task.messages, ...repairOf(text, read.faults)];
  }
  throw unavailable('ai.answer_invalid', 'The AI provider has given nothing that can be used. Try again.');
}

function readAnswer<T>(task: Task<T>, text: string): Read<T> {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return { faults: ['it is not complete JSON: be shorter'] };
  }
  return task.read(answer);
}

function refused(field: string): DomainError {
  const message = 'The AI provider refuses to write this. Nothing was charged. Say it otherwise.';
  return new DomainError('invalid', 'ai.refused', message, { details: [{ field, message }] });
}
