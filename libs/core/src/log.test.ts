import { createLog } from './log';

describe('a log line', () => {
  it('is JSON with the service, the level and the message, and carries no secret in any field', () => {
    const written: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => {
      written.push(String(line));
      return true;
    });
    const log = createLog('identity', 'info').child({ requestId: 'r1' });
    log.warn('refused', { headers: { authorization: 'Bearer abc' }, password: 'hunter2', userId: 'u1' });
    write.mockRestore();
    expect(written.map((line): unknown => JSON.parse(line))).toEqual([
      {
        service: 'identity',
        level: 'warn',
        message: 'refused',
        requestId: 'r1',
        headers: { authorization: '[redacted]' },
        password: '[redacted]',
        userId: 'u1',
        timestamp: expect.any(String),
      },
    ]);
  });
});
