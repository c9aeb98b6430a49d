import { type ContentConfig } from '../config';
import { openAiWriter } from './openai/openai-writer';
import { rulesWriter } from './rules/rules-writer';
import { type Writer } from './writer';

/** OpenAI where its key is set, else the built-in rules. */
export function writerFrom(config: Readonly<ContentConfig>): Writer {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = config;
  if (apiKey === undefined) return rulesWriter;
  return openAiWriter({
    apiKey,
    model: config.OPENAI_MODEL,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    isModerated: config.OPENAI_MODERATION,
    timeoutMs: config.OPENAI_TIMEOUT * 1_000,
  });
}
