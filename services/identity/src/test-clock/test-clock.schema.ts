import { type Infer, s } from '@siteninja/schema';

const TEN_YEARS_SECONDS = 10 * 366 * 24 * 3_600;

export const clockChange = s.object({
  advance: s.describe(s.integer({ min: 1, max: TEN_YEARS_SECONDS }), 'Seconds.'),
});
export type ClockChange = Infer<typeof clockChange>;

export const clockState = s.named('ClockState', s.object({ now: s.dateTime() }));
