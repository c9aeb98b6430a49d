import { type Infer, s } from '@siteninja/schema';

export const session = s.named(
  'Session',
  s.object({
    id: s.uuid(),
    isCurrent: s.describe(s.boolean(), 'The session of this request.'),
    activeTenantId: s.nullable(s.uuid()),
    userAgent: s.describe(s.nullable(s.string({ min: 0 })), 'As the client called itself when it signed in.'),
    ipAddress: s.describe(s.string({ min: 0 }), 'From where it was signed in.'),
    createdAt: s.dateTime(),
    lastSeenAt: s.describe(s.dateTime(), 'To the minute.'),
    expiresAt: s.describe(s.dateTime(), 'When it ends unless it is refreshed.'),
  }),
);
export type Session = Infer<typeof session>;

export const tenantChoice = s.object({ tenantId: s.describe(s.uuid(), 'One that you are a member of.') });
export type TenantChoice = Infer<typeof tenantChoice>;
