import { readConfig } from './config';
import { s } from './s';

const fields = {
  NODE_ENV: s.default(s.enum('development', 'test', 'production'), 'development'),
  PORT: s.integer({ min: 0, max: 65_535 }),
  ALLOW_EMBEDDED: s.default(s.boolean(), false),
};

describe('the configuration', () => {
  it.each([
    ['1', true],
    ['true', true],
    ['0', false],
    ['false', false],
    ['', false],
  ])('takes %j for a flag', (said, meant) => {
    expect(readConfig(fields, { PORT: '1', ALLOW_EMBEDDED: said })).toMatchObject({
      PORT: 1,
      ALLOW_EMBEDDED: meant,
    });
  });

  it.each(['', undefined])('a variable that is %j is one that is not there', (value) => {
    const optional = { ...fields, REDIS_URL: s.optional(s.string()) };
    expect(readConfig(optional, { PORT: '1', REDIS_URL: value })).not.toHaveProperty('REDIS_URL');
  });

  it('names everything that is wrong at once, and shows no value', () => {
    const read = () => readConfig(fields, { NODE_ENV: 'secret', PORT: 'secret', ALLOW_EMBEDDED: 'secret' });
    expect(read).toThrow(/NODE_ENV[^]*PORT[^]*ALLOW_EMBEDDED/);
    expect(read).not.toThrow('secret');
  });
});
