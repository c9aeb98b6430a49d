export { domain } from '@siteninja/contracts';
