import { type DomainEvent } from '@siteninja/contracts';
import { isObject } from '@siteninja/core';

/** The event that a message holds, or undefined where it holds none. */
export function parseEvent(body: string): DomainEvent | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As much as the inbox and the choice of a handler need; a type that only newer services know passes. */
function isEvent(value: unknown): value is DomainEvent {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    value.id !== '' &&
    typeof value.type === 'string' &&
    (value.tenantId === null || typeof value.tenantId === 'string') &&
    isObject(value.resource) &&
    isObject(value.data)
  );
}
