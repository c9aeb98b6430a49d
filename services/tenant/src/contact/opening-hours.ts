import { readTimeSpans, textOfHours, type TimeSpan, type Weekday, WEEKDAYS } from '@siteninja/core';
import { type LocationRow } from './location.model';

type OpeningHours = LocationRow['hours'];
type BusinessHours = Partial<Record<Weekday, string>>;

const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** The hours that the texts say, days with the same ones together. A text that lists no hours says nothing. */
export function hoursOfText(texts: BusinessHours): OpeningHours {
  const bySpan = new Map<string, OpeningHours[number]>();
  for (const day of WEEKDAYS) {
    for (const { opens, closes } of readTimeSpans(texts[day] ?? '') ?? []) {
      const key = `${opens}-${closes}`;
      const known = bySpan.get(key);
      if (known?.days.includes(day)) continue;
      if (known) known.days.push(day);
      else bySpan.set(key, { days: [day], opens, closes });
    }
  }
  return [...bySpan.values()];
}

/** Whether both say the same of every day, however the days are grouped. */
export function areSameHours(first: OpeningHours, second: OpeningHours): boolean {
  return JSON.stringify(textOfHours(first)) === JSON.stringify(textOfHours(second));
}

/** Whether some time of the week is named twice, also by a span that goes on past midnight. */
export function haveOverlaps(hours: OpeningHours): boolean {
  const spans = hours.flatMap(({ days, opens, closes }) =>
    days.map((day) => minutesOf({ opens, closes }, WEEKDAYS.indexOf(day) * DAY_MINUTES)),
  );
  // The first day of the week follows on its last.
  return overlap([...spans, ...spans.map(([from, to]) => [from + WEEK_MINUTES, to + WEEK_MINUTES] as const)]);
}

/** The same for spans of one day. */
export function overlapInDay(spans: readonly TimeSpan[]): boolean {
  return overlap(spans.map((span) => minutesOf(span, 0)));
}

type Minutes = readonly [from: number, to: number];

function minutesOf({ opens, closes }: TimeSpan, start: number): Minutes {
  const [from, to] = [minuteOf(opens), minuteOf(closes)];
  return [start + from, start + (to > from ? to : to + DAY_MINUTES)];
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function overlap(spans: readonly Minutes[]): boolean {
  const inOrder = [...spans].sort(([first], [second]) => first - second);
  return inOrder.some(([from], index) => from < (inOrder[index - 1]?.[1] ?? 0));
}
