export const SERVICES = ['tenant', 'content', 'identity', 'billing', 'asset', 'integration'] as const;
export type ServiceName = (typeof SERVICES)[number];
