import { type RouteFacts } from '../routing/route';

const VERBS: Record<string, string> = { get: 'get', put: 'update', patch: 'patch', delete: 'delete' };

/**
 * The name that one would give the function: `publishPage`, `listPages`, `updateSection`. A route whose name does
 * not follow from its path says its own (`operationId`).
 * @param method as clients send it: `patch` for the second form of an update
 */
export function operationIdOf(
  route: Pick<RouteFacts, 'path' | 'operationId' | 'returns'>,
  method: string,
): string {
  if (route.operationId !== null)
    return method === 'patch' ? `patch${pascal(route.operationId)}` : route.operationId;
  const segments = route.path.split('/').filter(Boolean);
  // What belongs to a tenant is named without it.
  const own = segments[0] === 'tenants' && segments.length > 2 ? segments.slice(2) : segments;
  const isAction = method === 'post' && !(own.at(-1) ?? '').endsWith('s');
  const last = own.at(-1) ?? '';
  const before = segments.at(-2) ?? '';
  if (last.startsWith(':')) return `${VERBS[method] ?? method}${pascal(singular(before))}`;
  if (method === 'get')
    return `${route.returns.form === 'list' ? 'list' : 'get'}${pascal(words(own).join('-'))}`;
  if (last === 'order') return `${method === 'patch' ? 'patchOrderOf' : 'reorder'}${pascal(before)}`;
  if (method !== 'post') return `${VERBS[method] ?? method}${pascal(last)}`;
  if (!isAction) return `create${pascal(singular(last))}`;
  const resource = before.startsWith(':') ? singular(nounOf(segments)) : before;
  return `${camel(last)}${resource === 'auth' ? '' : pascal(resource)}`;
}

/** The last segment that names a collection: `pages` of /pages/:pageId/publish. */
function nounOf(segments: readonly string[]): string {
  return segments.slice(0, -1).findLast((segment) => !segment.startsWith(':')) ?? '';
}

/** `/public/site` reads as one name, `/pages/:pageId/sections` as its last word. */
function words(segments: readonly string[]): string[] {
  return segments[0] === 'public' ? [...segments] : segments.slice(-1);
}

function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/s$/, '');
}

function pascal(text: string): string {
  const joined = camel(text);
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

function camel(text: string): string {
  return text.replace(/[^a-zA-Z0-9]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
