import { type DomainEvent } from '@siteninja/contracts';
import { newId } from '@siteninja/core';

/** An event of a user of the tenant, or of none. */
export function pageUpdated(tenantId: string | null, more: Partial<DomainEvent> = {}): DomainEvent {
  return {
    id: newId(),
    type: 'page.updated',
    version: 1,
    occurredAt: new Date().toISOString(),
    tenantId,
    actor: { type: 'user', userId: newId(), ipAddress: '203.0.113.7', userAgent: 'Firefox' },
    requestId: 'r-1',
    resource: { type: 'page', id: newId(), version: 2 },
    data: { title: 'New' },
    ...more,
  };
}
