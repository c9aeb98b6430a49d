'use strict';

/**
 * @typedef {{ what: string, ours: number, other: number, unit: 'a second' | 'µs' | 'ms', must?: number, aim?: number }} Row
 * @typedef {{ rows: Row[], note: string }} Outcome
 * A ratio of what is done in a second is to be at least `must`, one of time at most.
 */

/** @param {Row[]} rows */
function tableOf(rows) {
  const head = ['', 'ours', 'other', 'ratio', 'must', 'aim', 'met'];
  const lines = [head, ...rows.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  '),
  );
  text.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return text.join('\n');
}

/** @param {Row} row */
function cellsOf({ what, ours, other, unit, must, aim }) {
  const ratio = ours / other;
  const isTime = unit !== 'a second';
  const sign = isTime ? '≤' : '≥';
  const meets = (/** @type {number} */ bound) => (isTime ? ratio <= bound : ratio >= bound);
  const show = (/** @type {number | undefined} */ bound) =>
    bound === undefined ? '' : sign + bound.toFixed(2);
  const met = must === undefined || aim === undefined ? '' : meets(aim) ? 'aim' : meets(must) ? 'must' : 'NO';
  return [what, figure(ours, unit), figure(other, unit), ratio.toFixed(2), show(must), show(aim), met];
}

/** @param {number} value @param {Row['unit']} unit */
function figure(value, unit) {
  return unit === 'a second' ? `${Math.round(value)}/s` : `${value.toFixed(1)} ${unit}`;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

module.exports = { kilobytes, tableOf };
