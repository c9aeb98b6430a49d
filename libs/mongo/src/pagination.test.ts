import { type BaseFields } from './definition';
import { afterCursor, cursorOf } from './pagination';

const row: BaseFields = {
  _id: '0190b0a0-0000-7000-8000-000000000001',
  revision: 1,
  createdAt: new Date('2026-01-02T03:04:05.678Z'),
  updatedAt: new Date('2026-01-02T03:04:05.678Z'),
};

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
    ['empty', ''],
    ['something else', '§'],
    ['an id alone', row._id],
    ['a time alone', '1767323045678.'],
    ['beyond all times', `${'9'.repeat(14)}.${row._id}`],
    ['more than was given', `1.${row._id}.1`],
    ['ended by a line break', `1.${row._id}\n`],
  ])('that is %s is invalid, and named', (_what, cursor) => {
    expect(() => afterCursor(cursor, 'createdAt')).toThrow(
      expect.objectContaining({ kind: 'invalid', details: [expect.objectContaining({ field: 'cursor' })] }),
    );
  });

  it('cannot be made of what is no time', () => {
    expect(() => cursorOf(row, 'revision')).toThrow('revision');
  });
});
