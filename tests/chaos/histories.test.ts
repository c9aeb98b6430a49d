import { checkRevisions, checkSupply, type Read, type Write } from './histories';

const write = (began: number, ended: number, expected: number, revision: Write['revision']): Write => ({
  ...{ began, ended, expected, revision },
  value: `by ${began}`,
});
const read = (began: number, ended: number, revision: number, value: string): Read => ({
  ...{ began, ended, revision, value },
});

describe('a history of revisions', () => {
  const first = write(1, 3, 1, 2);

  it('is possible where each saw what the one before had made, at some moment of its span', () => {
    const writes = [first, write(2, 5, 1, null), write(4, 6, 2, 3), write(7, 8, 3, undefined)];
    const reads = [read(0, 2, 1, 'new'), read(2, 3, 2, 'by 1'), read(5, 9, 3, 'by 4'), read(9, 9, 4, 'by 7')];
    expect(checkRevisions(writes, reads)).toEqual([]);
  });

  it.each([
    ['two writes replaced the same revision', [first, write(2, 4, 1, 2)], []],
    ['a revision was skipped', [write(1, 3, 1, 3)], []],
    ['somebody read what nobody wrote', [first], [read(4, 5, 2, 'by nobody')]],
    ['somebody read what had been replaced before they asked', [first], [read(4, 5, 1, 'new')]],
    ['a write was refused that nothing stood in the way of', [write(1, 3, 1, null)], []],
  ])('is impossible where %s', (_, writes, reads) => {
    expect(checkRevisions(writes, reads)).toHaveLength(1);
  });
});

describe('a history of a supply', () => {
  const held = (from: number, to?: number, isCertain = true) => ({
    ...{ amount: 1, isCertain, taken: { began: from, ended: from + 1 } },
    ...(to === undefined ? {} : { returned: { began: to, ended: to + 1 } }),
  });

  it('is possible where one took what another gave back meanwhile', () => {
    expect(checkSupply([held(1, 5), held(5, 9)], [{ amount: 1, began: 2, ended: 3 }], 1)).toEqual([]);
  });

  it('is possible where something may have been taken', () => {
    expect(checkSupply([held(1, undefined, false), held(3)], [{ amount: 1, began: 2, ended: 3 }], 1)).toEqual(
      [],
    );
  });

  it.each([
    ['two had it at once', [held(1), held(3)], []],
    ['it was refused while nobody had it', [held(1, 3)], [{ amount: 1, began: 6, ended: 7 }]],
  ])('is impossible where %s', (_, holdings, refusals) => {
    expect(checkSupply(holdings, refusals, 1).length).toBeGreaterThan(0);
  });
});
