/** Who made a change happen. The addresses are for the audit log and reach no webhook. */
export interface Actor {
  type: 'user' | 'api_key' | 'system' | 'ai' | 'visitor' | 'anonymous';
  userId?: string;
  apiKeyId?: string;
  ipAddress?: string;
  userAgent?: string;
}
