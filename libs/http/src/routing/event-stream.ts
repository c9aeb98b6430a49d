import { type DomainError, type Progress } from '@siteninja/core';
import { type Request, type Response } from 'express';
import { type Answer, requestIdOf } from './answer';

export const EVENT_STREAM = 'text/event-stream';
/** Shorter than what proxies wait for a byte. */
const HEARTBEAT_MS = 15_000;

/** An answer of which the client is sent the parts as they are made, as server-sent events (HTML Standard §9.2). */
export class EventStream implements Progress {
  readonly #response: Response;
  readonly #abort = new AbortController();
  readonly #isWanted: boolean;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(request: Request, response: Response) {
    this.#response = response;
    this.#isWanted = request.headers.accept?.toLowerCase().includes(EVENT_STREAM) === true;
    response.once('close', () => {
      clearInterval(this.#heartbeat);
      if (!response.writableFinished) this.#abort.abort();
    });
    if (response.destroyed) this.#abort.abort();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Whether the answer goes out as events. What fails before the first event is answered as JSON. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  get hasBegun(): boolean {
    return this.#heartbeat !== undefined;
  }

  send(event: string, data: object): void {
    if (this.#isWanted) this.#write(event, JSON.stringify(data));
  }

  /** The last event of what went well: the data of the answer, and its message where it has one. */
  finish({ headers, json, message }: Answer): void {
    for (const [name, value] of Object.entries(headers)) {
      if (!this.hasBegun) this.#response.setHeader(name, value);
    }
    const data: object = JSON.parse(json ?? '{}');
    this.#write('done', JSON.stringify(message === null ? data : { ...data, message }));
    this.#end();
  }

  /** The last event of what failed behind the first one. */
  fail({ code, message, details }: DomainError, request: Request): void {
    const error = { error: message, code, ...(details ? { details } : {}), requestId: requestIdOf(request) };
    this.#write('error', JSON.stringify(error));
    this.#end();
  }

  #write(event: string, json: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    if (!this.hasBegun) this.#begin();
    this.#response.write(`event: ${event}\ndata: ${json}\n\n`);
  }

  #begin(): void {
    this.#response.statusCode = 200;
    this.#response.setHeader('Content-Type', `${EVENT_STREAM}; charset=utf-8`);
    // Neither a cache nor a proxy may hold events back or compress them.
    this.#response.setHeader('Cache-Control', 'no-store, no-transform');
    this.#response.setHeader('X-Accel-Buffering', 'no');
    this.#response.flushHeaders();
    this.#heartbeat = setInterval(() => this.#response.write(':\n\n'), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  #end(): void {
    clearInterval(this.#heartbeat);
    this.#response.end();
  }
}
