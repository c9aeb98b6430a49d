import { type IncomingMessage } from 'node:http';
import { type Ctx, DomainError, etagOf, etagOfJson, namesEtag } from '@siteninja/core';
import { parse } from '@siteninja/schema';
import { type Request, type Response } from 'express';
import { asDomainError, describeError } from './errors';
import { RawAnswer, Result, type Returns, type RouteFacts } from './route';

export const REQUEST_ID_HEADER = 'x-request-id';

/** What is sent for the result of a route. It can be kept, and sent again. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** The data of the envelope, or all there is where there is none; null where there is no body. */
  json: string | null;
  isBare: boolean;
  message: string | null;
}

/** @throws where a route's result is not what the route says, if `validate` is set */
export function answerOf(
  route: RouteFacts,
  request: Request,
  result: unknown,
  validate: boolean,
): Answer | RawAnswer {
  const { data, options } = result instanceof Result ? result : new Result(result, {});
  const returns = options.returns ?? route.returns;
  if (validate) checkAnswer(route, returns, data);
  if (data instanceof RawAnswer) return data;
  const { status, form } = returns;
  const headers = { ...options.headers };
  if (form === 'none') return { status, headers, json: null, isBare: false, message: null };
  if (status === 201 && headers.Location === undefined) {
    headers.Location = `/api${request.path.replace(/\/$/, '')}/${idOf(data)}`;
  }
  headers['Cache-Control'] ??= 'private, no-cache';
  // Written once, for the tag and the answer alike.
  const json = JSON.stringify(data);
  if (form === 'one' && route.etag) {
    headers.ETag = options.etagOf === undefined ? etagOfJson(json) : etagOf(options.etagOf);
  }
  return { status, headers, json, isBare: form === 'bare', message: options.message ?? null };
}

export function sendAnswer(request: Request, response: Response, answer: Answer): void {
  const { status, headers, json, isBare, message } = answer;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (json === null) {
    response.end();
    return;
  }
  const known = request.headers['if-none-match'];
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && known !== undefined && headers.ETag && namesEtag(known, headers.ETag, 'weak')) {
    response.statusCode = 304;
    response.end();
    return;
  }
  sendJson(response, isBare ? json : envelope(json, message, requestIdOf(request)));
}

function envelope(json: string, message: string | null, requestId: string): string {
  const meta = JSON.stringify({ timestamp: new Date().toISOString(), requestId });
  const said = message === null ? '' : `"message":${JSON.stringify(message)},`;
  return `{"success":true,"data":${json},${said}"meta":${meta}}`;
}

function checkAnswer({ method, path }: RouteFacts, { form, schema }: Returns<unknown>, data: unknown): void {
  if (form === 'none' || data instanceof RawAnswer) return;
  const result = parse(schema, data, { isOwn: true });
  if ('errors' in result) {
    throw new Error(`The answer of ${method} ${path} breaks its schema: ${JSON.stringify(result.errors)}`);
  }
}

/** Sends any error in the form that the client asked for. */
export function sendError(error: unknown, request: Request, response: Response, log: Ctx['log']): void {
  const requestId = requestIdOf(request);
  const timestamp = new Date().toISOString();
  if (isClosedByClient(response) && (error instanceof DomainError || isBrokenOff(error))) {
    log.debug('the client has gone', { requestId });
    return;
  }
  const known = asDomainError(error, log);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers, contentType, body } = describeError(known, {
    requestId,
    timestamp,
    accept: request.headers.accept,
  });
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  sendJson(response, JSON.stringify(body), contentType);
}

/** A stream that fails while it is sent also destroys the answer, but with its error. */
function isClosedByClient(response: Response): boolean {
  return response.destroyed && (response.errored === null || isBrokenOff(response.errored));
}

/** What reading from a client, or writing to it, throws once it has closed the connection. */
function isBrokenOff(error: unknown): boolean {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'EPIPE';
}

function sendJson(response: Response, json: string, contentType = 'application/json; charset=utf-8'): void {
  const bytes = Buffer.from(json);
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

function idOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'id' in data) return String(data.id);
  throw new Error('An answer with status 201 has no id to be found by.');
}

const REQUEST_ID = /^[\w.-]{1,128}$/;

/** The id that a request brings, if it is one that can be written anywhere; else an empty one. */
export function requestIdOf(request: IncomingMessage): string {
  const id = request.headers[REQUEST_ID_HEADER];
  return typeof id === 'string' && REQUEST_ID.test(id) ? id : '';
}
