import { chunked } from './chunked';

it('a list comes in its order, so many at once, and the rest last', () => {
  expect(chunked([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunked([1, 2], 2)).toEqual([[1, 2]]);
  expect(chunked([], 2)).toEqual([]);
});
