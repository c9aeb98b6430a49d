export interface JsonNode {
  /** The name of the field, or the index in an array; empty for the root. */
  name: string;
  value: unknown;
  /** 0 for the root. */
  depth: number;
}

/**
 * Visits a JSON value and everything in it, each container before what it holds. Does not recurse, so no depth
 * overflows the stack, and reads a container only when asked to go on: a caller may refuse it first.
 */
export function* walkJson(root: unknown): Generator<JsonNode, void, undefined> {
  const pending: JsonNode[] = [{ name: '', value: root, depth: 0 }];
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node;
    const { value, depth } = node;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) pending.push({ name, value: inner, depth: depth + 1 });
  }
}
