import { openApiDocument } from '@siteninja/http';
import { SERVICE_DEFINITIONS } from './services';

/** The OpenAPI document of everything that clients can reach. */
export function documentOfProduct(): Record<string, unknown> {
  return openApiDocument(SERVICE_DEFINITIONS);
}
