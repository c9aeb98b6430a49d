import { schedule } from '@siteninja/contracts';
import { type Infer, type InferFields, partial, pick, s } from '@siteninja/schema';

export { schedule };

const { fields } = schedule;

export const newSchedule = s.object({
  ...pick(schedule, 'action', 'at').fields,
  pageId: s.default(fields.pageId, null),
  releaseId: s.default(fields.releaseId, null),
  timeZone: s.default(fields.timeZone, null),
  freeze: s.default(fields.freeze, false),
});
export type NewSchedule = Infer<typeof newSchedule>;

export const scheduleChange = partial(pick(schedule, 'at', 'timeZone'));
export type ScheduleChange = Infer<typeof scheduleChange>;

export const scheduleFilters = {
  status: s.optional(fields.status),
  pageId: s.optional(s.uuid()),
};
export type ScheduleFilters = InferFields<typeof scheduleFilters>;

export const publication = s.object({
  at: s.describe(s.optional(fields.at), 'When; at once where absent.'),
  timeZone: newSchedule.fields.timeZone,
  freeze: newSchedule.fields.freeze,
});
