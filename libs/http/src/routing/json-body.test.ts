import { DomainError } from '@siteninja/core';
import express from 'express';
import supertest from 'supertest';
import { readJson } from './json-body';

const app = express();
app.use(async (request, response) => {
  const read: unknown = await readJson(request, 1_000_000).catch((thrown: unknown) => thrown);
  if (read instanceof DomainError) response.json({ refused: read.kind });
  else response.json({ read });
});

function send(body: string): supertest.Test {
  return supertest(app).post('/').set('Content-Type', 'application/json').send(body);
}

describe('a JSON body', () => {
  it('is read as it was written', async () => {
    const text = '{"a":[1,-0.5,1e300,null,true,"é🥷\\u0000"],"🥷":{"$where":1}}';
    expect((await send(text)).body).toEqual({ read: JSON.parse(text) });
  });

  it('may have text of brackets, commas and quotes', async () => {
    const text = JSON.stringify({ a: '[,{\\"'.repeat(60_000) });
    expect((await send(text)).body).toEqual({ read: JSON.parse(text) });
  });

  it.each([
    ['a number that no answer could give back', '{"a":[{"b":1e400}]}'],
    ['a negative one', '-1e400'],
    ['a name that storage would change', '{"a":{"\\ud800":1}}'],
    ['a name that means something to JavaScript', '{"a":{"__proto__":{}}}'],
    ['more levels than anybody writes', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
    [
      'an object of more fields than anything has',
      JSON.stringify(Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`field${index}`, 1]))),
    ],
    ['more values than anybody reads', `[${'0,'.repeat(60_000)}0]`],
    ['a megabyte of numbers', `[${'1,'.repeat(490_000)}1]`],
    ['a megabyte of empty objects', `[${'{},'.repeat(330_000)}{}]`],
    ['a megabyte of empty lists in a field', `{"a":[${'[],'.repeat(330_000)}[]]}`],
    ['a megabyte of short lists', `[${'[0],'.repeat(240_000)}[0]]`],
    ['a megabyte of fields', `{${Array.from({ length: 80_000 }, (_, index) => `"${index}":1`).join(',')}}`],
  ])('is refused for %s', async (_what, text) => {
    expect((await send(text)).body).toEqual({ refused: 'invalid' });
  });
});
