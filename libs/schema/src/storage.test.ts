import { s } from './s';
import { storedField } from './storage';

describe('how a field is stored', () => {
  it.each([
    ['an enumeration', s.enum('draft', 'live'), 'string', false],
    ['an enumeration of numbers', s.enum(301, 302), 'number', false],
    ['an enumeration that may be null', s.nullable(s.enum('draft', 'live')), 'string', true],
    ['any JSON', s.json(), 'any', false],
    ['any JSON that may be null', s.nullable(s.json()), 'any', true],
    ['a time', s.dateTime(), 'date', false],
  ])('%s is stored by its type', (_what, schema, type, isNullable) => {
    expect(storedField(schema)).toMatchObject({ type, isNullable });
  });
});
