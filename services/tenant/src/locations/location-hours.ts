import { invalid } from '@siteninja/core';
import { haveOverlaps, overlapInDay } from '../contact/opening-hours';
import { type NewLocation } from './location.schema';

type Exception = NewLocation['exceptions'][number];

/** @throws invalid for spans without length, or that overlap, and for exceptions that contradict themselves */
export function assertHours({ hours = [], exceptions = [] }: Partial<NewLocation>): void {
  const errors = [...hoursErrors(hours), ...exceptionErrors(exceptions)];
  if (errors.length > 0) throw invalid(errors);
}

function hoursErrors(hours: NewLocation['hours']) {
  const empty = hours.flatMap((span, index) => emptySpan(span, `hours.${index}`));
  if (empty.length > 0 || !haveOverlaps(hours)) return empty;
  return [{ field: 'hours', message: 'Two spans are of the same time, perhaps after midnight.' }];
}

function exceptionErrors(exceptions: readonly Exception[]) {
  const byDate = new Map<string, Exception[]>();
  const errors = exceptions.flatMap((exception, index) => {
    const { date } = exception;
    byDate.set(date, [...(byDate.get(date) ?? []), exception]);
    const field = `exceptions.${index}`;
    if (isWhole(exception)) return emptySpan(exception, field);
    return [{ field, message: 'Give either closed: true, or both opens and closes.' }];
  });
  if (errors.length > 0) return errors;
  return [...byDate.values()].filter(contradict).map(([first]) => ({
    field: 'exceptions',
    message: `The exceptions of ${first?.date ?? 'a day'} contradict each other.`,
  }));
}

function isWhole({ closed = false, opens, closes }: Exception): boolean {
  return closed ? opens === undefined && closes === undefined : opens !== undefined && closes !== undefined;
}

function emptySpan({ opens, closes }: Pick<Exception, 'opens' | 'closes'>, field: string) {
  if (opens === undefined || opens !== closes) return [];
  return [{ field: `${field}.closes`, message: 'It equals opens. The whole day is 00:00 to 23:59.' }];
}

function contradict(ofDay: readonly Exception[]): boolean {
  const spans = ofDay.flatMap(({ opens, closes }) =>
    opens === undefined || closes === undefined ? [] : { opens, closes },
  );
  const isClosed = spans.length < ofDay.length;
  return isClosed ? ofDay.length > 1 : overlapInDay(spans);
}
