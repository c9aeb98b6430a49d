import { request as httpRequest } from 'node:http';
import { createLog } from '@siteninja/core';
import { until } from '@siteninja/testing';
import { createApp, listen } from '../server';
import { sendError } from './answer';
import { csvAnswer, ndjsonAnswer } from './export-answer';
import { type RawAnswer } from './route';

const log = createLog('content', 'silent');
const complaints = () => [jest.spyOn(log, 'warn'), jest.spyOn(log, 'error')];
let drain: (() => Promise<void>) | undefined;
/** What has reached the client. */
let received = '';
afterEach(async () => {
  received = '';
  await drain?.();
  jest.restoreAllMocks();
});

/** @returns the port of a server that answers every request so */
async function serve(answer: () => RawAnswer, onEnd: () => void = () => undefined): Promise<number> {
  const { app, server } = createApp();
  app.get('/', async (request, response) => {
    try {
      await answer().write(request, response);
    } catch (error) {
      sendError(error, request, response, log);
    }
    onEnd();
  });
  const listening = await listen(server, '127.0.0.1', 0);
  drain = () => listening.drain();
  return listening.port;
}

interface Received {
  status: number | undefined;
  /** Whether the whole answer has come. */
  isComplete: boolean;
}

function receive(port: number): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', agent: false }, (response) => {
      response.on('data', (chunk: Buffer) => (received += chunk.toString()));
      response.on('error', () => undefined);
      response.on('close', () => resolve({ status: response.statusCode, isComplete: response.complete }));
    });
    request.on('error', reject);
    request.end();
  });
}

async function* itemsThenFailure(count: number): AsyncGenerator<object> {
  for (let number = 1; number <= count; number += 1) yield await Promise.resolve({ number });
  if (count > 0) await until(() => received.includes(String(count)));
  throw new Error('the cursor is gone');
}

describe('an exported file', () => {
  it.each([
    ['NDJSON', () => ndjsonAnswer('a.ndjson', itemsThenFailure(3)), '{"number":3}\n'],
    ['CSV', () => csvAnswer('a.csv', ['number'], itemsThenFailure(3)), '3\r\n'],
  ])(
    'as %s that fails midway is broken off, so that its reader knows, and is logged once',
    async (_form, answer, last) => {
      const [warn, error] = complaints();
      expect(await receive(await serve(answer))).toEqual({ status: 200, isComplete: false });
      expect(received.endsWith(last)).toBe(true);
      expect(error).toHaveBeenCalledTimes(1);
      expect(error).toHaveBeenCalledWith('unexpected error', { error: new Error('the cursor is gone') });
      expect(warn).not.toHaveBeenCalled();
    },
  );

  it('that fails before its first item is answered as an error', async () => {
    const [, error] = complaints();
    const port = await serve(() => ndjsonAnswer('a.ndjson', itemsThenFailure(0)));
    expect(await receive(port)).toEqual({ status: 500, isComplete: true });
    expect(JSON.parse(received)).toMatchObject({ success: false, code: 'internal' });
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('whose reader leaves is read no further, and nothing is logged', async () => {
    let isClosed = false;
    let isOver = false;
    async function* endless(): AsyncGenerator<object> {
      try {
        for (;;) yield await Promise.resolve({ text: 'x'.repeat(10_000) });
      } finally {
        isClosed = true;
      }
    }
    const said = complaints();
    const port = await serve(
      () => ndjsonAnswer('a.ndjson', endless()),
      () => (isOver = true),
    );
    const request = httpRequest({ port, host: '127.0.0.1', agent: false }, (response) => {
      response.once('data', () => request.destroy());
      response.on('error', () => undefined);
    });
    request.on('error', () => undefined);
    request.end();
    await until(() => isClosed && isOver);
    for (const complaint of said) expect(complaint).not.toHaveBeenCalled();
  });

  it('is read no further than its first item where its head alone is asked for', async () => {
    let read = 0;
    let isClosed = false;
    async function* endless(): AsyncGenerator<object> {
      try {
        for (;;) yield await Promise.resolve({ number: (read += 1) });
      } finally {
        isClosed = true;
      }
    }
    const port = await serve(() => ndjsonAnswer('a.ndjson', endless()));
    const { status, headers } = await fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    expect([read, isClosed]).toEqual([1, true]);
  });
});
