import { pick } from '@siteninja/schema';
import { template } from '../events/template';
import { internalCall } from './call';

export const getTemplate = internalCall({
  service: 'content',
  method: 'get',
  path: '/internal/templates/:templateId',
  summary: 'Read whether a template is offered, and its branding',
  callers: ['tenant'],
  answer: pick(template, 'id', 'isActive', 'isPremium', 'defaultBranding'),
});
