import { connect } from 'node:net';
import { createLog, unavailable } from '@siteninja/core';
import { until } from '@siteninja/testing';
import { createApp, listen } from '../server';
import { readJson } from './json-body';
import { sendError } from './answer';

describe('a request that its client breaks off', () => {
  const clientErrors = [
    ['while its body is read', null],
    ['before its transaction begins', unavailable('database.busy', 'The client has gone.')],
  ] as const;

  it.each(clientErrors)('%s is neither an error nor a warning in the log', async (_when, error) => {
    const log = createLog('content', 'silent');
    const complaints = [jest.spyOn(log, 'warn'), jest.spyOn(log, 'error')];
    let handled = false;
    let begun = false;
    const { app, server } = createApp();
    app.post('/', async (request, response) => {
      begun = true;
      const thrown: unknown = await readJson(request, 1_000).catch((failure: unknown) => failure);
      await until(() => response.destroyed);
      sendError(error ?? thrown, request, response, log);
      handled = true;
    });
    const { port, drain } = await listen(server, '127.0.0.1', 0);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    );
    await until(() => begun);
    socket.destroy();
    await until(() => handled);
    for (const complaint of complaints) expect(complaint).not.toHaveBeenCalled();
    await drain();
  });
});
