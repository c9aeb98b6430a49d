import { page, schedule } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { pick, s } from '@siteninja/schema';
import { inNewestForm } from '../section-types/versions';

export const schedules = tenantCollection({
  name: 'schedules',
  noun: 'schedule',
  fields: {
    ...schedule.fields,
    /** What a frozen one publishes. */
    content: s.nullable(pick(page, 'title', 'sections', 'seo')),
  },
  upgrade({ content }) {
    if (content) content.sections = content.sections.map(inNewestForm);
  },
  indexes: [
    { fields: { tenantId: 1, status: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/schedules' },
    { fields: { tenantId: 1, pageId: 1, status: 1 }, serves: 'what is going to happen to a page' },
  ],
});

export type ScheduleRow = RowOf<typeof schedules>;
