import { siteAnswer } from '@siteninja/contracts';
import { prepareAnswer } from './cached-response';
import { parseCached } from './site-hosts';

it('a picture reaches readers byte for byte and uncompressed, also out of the shared cache', async () => {
  // Read as text, these would be other bytes.
  const picture = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff, 0xfe]),
    Buffer.alloc(5_000),
  ]);
  const headers = { 'Content-Type': 'image/png', ETag: '"icon"' };
  const answer = { status: 200, headers, body: picture.toString('base64'), encoding: 'base64' as const };
  const cached = parseCached(siteAnswer, JSON.stringify(answer));
  expect(cached).toEqual(answer);
  const { representations } = await prepareAnswer(cached ?? { status: 0, headers: {}, body: '' }, [], {
    isCompressed: true,
  });
  expect(Object.keys(representations)).toEqual(['identity']);
  expect(representations.identity.body.equals(picture)).toBe(true);
  expect(representations.identity.headers).toEqual(expect.arrayContaining(['Content-Length', '5007']));
});
