/** When a request was sent, and when its answer had come: what it did it did in between. */
export interface Span {
  began: number;
  ended: number;
}

/** A write of a resource that may only replace one revision. */
export interface Write extends Span {
  /** The revision that it was to replace. */
  expected: number;
  value: string;
  /** What it made; null where it was refused as too late, undefined where nobody knows whether it was made. */
  revision: number | null | undefined;
}

export interface Read extends Span {
  revision: number;
  value: string;
}

/**
 * Whether reads and conditional writes of one resource could have happened one after the other, each at a moment of
 * its span. Revisions give their order, so that no order has to be searched for.
 * @returns what could not
 */
export function checkRevisions(writes: readonly Write[], reads: readonly Read[]): string[] {
  const made = new Map<number, string>();
  const faults: string[] = [];
  const unknown = writes.filter(({ revision }) => revision === undefined);
  for (const { expected, revision, value } of writes) {
    if (revision === null || revision === undefined) continue;
    if (made.has(revision)) faults.push(`revision ${revision} was made twice`);
    if (revision !== expected + 1) faults.push(`a write of revision ${expected} made ${revision}`);
    made.set(revision, value);
  }
  for (const { revision, value } of reads) {
    const wanted = made.get(revision);
    const isKnown = wanted === undefined ? isUnknownWrite(unknown, revision, value) : wanted === value;
    if (!isKnown && revision > 1) faults.push(`revision ${revision} was read as "${value}"`);
  }
  for (const refused of writes.filter(({ revision }) => revision === null)) {
    const isReplaced = writes.some(
      (other) =>
        other.expected === refused.expected && other.revision !== null && other.began < refused.ended,
    );
    if (!isReplaced)
      faults.push(`a write of revision ${refused.expected}, which was the newest, was refused`);
  }
  return [...faults, ...checkOrder(writes, reads)];
}

const isUnknownWrite = (unknown: readonly Write[], revision: number, value: string): boolean =>
  unknown.some((write) => write.expected === revision - 1 && write.value === value);

/** Nobody sees less than was there before they asked. */
function checkOrder(writes: readonly Write[], reads: readonly Read[]): string[] {
  const done = [
    ...reads.map((read) => ({ ...read, least: read.revision })),
    ...writes.flatMap(({ revision, ...span }) =>
      revision === null || revision === undefined ? [] : [{ ...span, revision, least: revision - 1 }],
    ),
  ];
  const ended = [...done].sort((a, b) => a.ended - b.ended);
  let newest = 0;
  let next = 0;
  const faults: string[] = [];
  for (const { began, least } of [...done].sort((a, b) => a.began - b.began)) {
    for (let before = ended[next]; before && before.ended < began; before = ended[++next]) {
      newest = Math.max(newest, before.revision);
    }
    if (least < newest) faults.push(`revision ${least} was seen after ${newest}`);
  }
  return faults;
}

/** Something that was taken of a supply, such as an address or bytes, and perhaps given back. */
export interface Holding {
  amount: number;
  taken: Span;
  /** Undefined where nobody has given it back; without `ended` where nobody knows whether it was. */
  returned?: { began: number; ended?: number };
  /** Whether it is known to have been taken. */
  isCertain: boolean;
}

export interface Refusal extends Span {
  amount: number;
}

/**
 * Whether never more was taken than there is, and nothing refused that there was.
 * @returns what was
 */
export function checkSupply(
  holdings: readonly Holding[],
  refusals: readonly Refusal[],
  supply: number,
): string[] {
  const certain = holdings
    .filter(({ isCertain }) => isCertain)
    .map(({ amount, taken, returned }) => ({ amount, from: taken.ended, to: returned?.began ?? Infinity }));
  const faults = certain.flatMap(({ from }) => {
    const held = sum(certain.filter((each) => each.from <= from && from < each.to));
    return held > supply ? [`${held} of ${supply} were taken at ${from}`] : [];
  });
  for (const { amount, began, ended } of refusals) {
    const possible = holdings.filter(
      ({ taken, returned }) => taken.began < ended && (returned?.ended ?? Infinity) > began,
    );
    const held = sum(possible);
    if (held + amount <= supply)
      faults.push(`${amount} were refused while at most ${held} of ${supply} were taken`);
  }
  return faults;
}

const sum = (of: readonly { amount: number }[]): number =>
  of.reduce((total, { amount }) => total + amount, 0);
