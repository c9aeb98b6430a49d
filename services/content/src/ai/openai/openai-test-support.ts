import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isObject } from '@siteninja/core';
import { portOf } from '@siteninja/http';

interface ProviderRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** What the model does with a request. */
export type ModelAnswer =
  /** Says it in pieces; anything but a string as JSON. */
  | { readonly says: unknown; readonly tokens?: number; readonly finishReason?: string }
  /** Says it, and then nothing more for ever. */
  | { readonly hangsAfter: string }
  | { readonly refuses: string }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly error: object };

const PIECE_LENGTH = 40;

/** Speaks as much of OpenAI's protocol as content uses, to the real SDK. */
export class OpenAiStandIn {
  readonly key = 'sk-stand-in-4f9a8b7c6d';
  readonly requests: ProviderRequest[] = [];
  /** Connections that were broken off by the client. */
  brokenOff = 0;
  /** Words that moderation forbids. */
  forbidden = 'forbidden words';
  /** What the model answers, one request after the other; the last one again and again. */
  answers: (ModelAnswer | ((request: ProviderRequest) => ModelAnswer))[] = [];
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get settings() {
    return { apiKey: this.key, model: 'stand-in-1', baseUrl: `http://127.0.0.1:${portOf(this.#server)}/v1` };
  }

  get environment(): NodeJS.ProcessEnv {
    const { apiKey, model, baseUrl } = this.settings;
    return { OPENAI_API_KEY: apiKey, OPENAI_MODEL: model, OPENAI_BASE_URL: `${baseUrl}/` };
  }

  /** Forgets what was asked, and answers so from now on. */
  expect(...answers: OpenAiStandIn['answers']): void {
    this.requests.length = 0;
    this.brokenOff = 0;
    this.answers = answers;
  }

  get completions(): ProviderRequest[] {
    return this.requests.filter(({ path }) => path === '/v1/chat/completions');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    const body: unknown = JSON.parse(text);
    const { authorization } = request.headers;
    const received = { path: request.url ?? '', authorization, body: isObject(body) ? body : {}, text };
    this.requests.push(received);
    if (authorization !== `Bearer ${this.key}`) {
      sendJson(response, 401, { error: { message: `Incorrect API key provided: ${authorization}.` } });
    } else if (received.path === '/v1/moderations') {
      const results = [{ flagged: text.includes(this.forbidden), categories: {}, category_scores: {} }];
      sendJson(response, 200, { id: 'modr-1', model: 'stand-in', results });
    } else if (received.path === '/v1/chat/completions') {
      const next = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      this.#complete(response, typeof next === 'function' ? next(received) : next);
    } else sendJson(response, 404, { error: { message: 'Unknown path.' } });
  }

  #complete(response: ServerResponse, answer: ModelAnswer = { says: {} }): void {
    if ('status' in answer) {
      sendJson(response, answer.status, { error: answer.error }, answer.headers);
      return;
    }
    response.on('close', () => {
      if (!response.writableFinished) this.brokenOff += 1;
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (more: object): void => {
      const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'stand-in-1' };
      response.write(`data: ${JSON.stringify({ ...chunk, ...more })}\n\n`);
    };
    const say = (delta: object, reason: string | null = null): void =>
      send({ choices: [{ index: 0, delta, finish_reason: reason, logprobs: null }], usage: null });
    say({ role: 'assistant', content: '' });
    if ('refuses' in answer) say({ refusal: answer.refuses });
    else for (const content of piecesOf('says' in answer ? answer.says : answer.hangsAfter)) say({ content });
    if ('hangsAfter' in answer) return;
    say({}, 'finishReason' in answer ? answer.finishReason : 'stop');
    const total = 'tokens' in answer ? answer.tokens : undefined;
    if (total !== undefined) {
      send({ choices: [], usage: { prompt_tokens: 0, completion_tokens: total, total_tokens: total } });
    }
    response.end('data: [DONE]\n\n');
  }
}

function piecesOf(says: unknown): string[] {
  const text = typeof says === 'string' ? says : JSON.stringify(says);
  return text.match(new RegExp(`[^]{1,${PIECE_LENGTH}}`, 'gu')) ?? [];
}

function sendJson(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
