import { type Common } from './collection';
import { afterCursor, cursorOf } from './cursor';

const row: Common = {
  _id: '0190b0a0-0000-7000-8000-000000000001',
  revision: 1,
  createdAt: new Date('2026-01-02T03:04:05.678Z'),
  updatedAt: new Date('2026-01-02T03:04:05.678Z'),
};
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  it('names what is older than its row, and of one moment what has a lower id', () => {
    const cursor = cursorOf(row, 'createdAt') ?? '';
    expect(afterCursor(cursor, 'createdAt')).toEqual({
      createdAt: { $lt: new Date('2026-01-02T03:04:05.679Z') },
      $or: [{ createdAt: { $lt: row.createdAt } }, { _id: { $lt: row._id } }],
    });
  });

  it('is nothing where there is no row', () => {
    expect(cursorOf(undefined, 'createdAt')).toBeNull();
  });

  it.each([
    ['no base64url', '§'],
    ['no JSON', 'x'],
    ['no list', encoded('text')],
    ['a list of something else', encoded([1])],
    ['an operator', encoded([1, { $gt: '' }])],
    ['a time as text', encoded(['1', 'a'])],
    ['no time', encoded([1e99, 'a'])],
    ['more than was given', encoded([1, 'a', 'b'])],
    ['padded', `${encoded([1, 'a'])}=`],
  ])('that is %s is invalid, and named', (_what, cursor) => {
    expect(() => afterCursor(cursor, 'createdAt')).toThrow(
      expect.objectContaining({ kind: 'invalid', details: [expect.objectContaining({ field: 'cursor' })] }),
    );
  });

  it('cannot be made of what is no time', () => {
    expect(() => cursorOf(row, 'revision')).toThrow('revision');
  });
});
