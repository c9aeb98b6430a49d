import { DefaultedSchema, type Schema } from './schema';

/** How a database keeps a field: one of these types, and whether it may be null or absent. */
export interface StoredField {
  type: 'string' | 'number' | 'boolean' | 'date' | 'array' | 'object' | 'any';
  isNullable: boolean;
  isOptional: boolean;
  /** Whether text may be empty. */
  mayBeEmpty: boolean;
  /** What a row has that is made without the field; undefined where there is no such value. */
  defaultValue: unknown;
}

/** Read from the schema itself, so that a collection's fields are declared once. */
export function storedField(schema: Schema<unknown>): StoredField {
  const { type, flags, allow = [], metas = [] } = describe(schema);
  return {
    type: metas.some(({ storedAs }) => storedAs === 'date') ? 'date' : typeOf(type, allow),
    isNullable: allow.includes(null),
    isOptional: flags?.presence !== 'required' && flags?.default === undefined,
    mayBeEmpty: allow.includes(''),
    defaultValue: schema instanceof DefaultedSchema ? schema.value : undefined,
  };
}

interface Description {
  type?: string;
  flags?: { presence?: string; default?: unknown };
  allow?: unknown[];
  metas?: { storedAs?: string }[];
}

function describe(schema: Schema<unknown>): Description {
  return schema.joi.describe();
}

function typeOf(type: string | undefined, allow: readonly unknown[]): StoredField['type'] {
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'array':
    case 'object':
      return type;
    default: {
      // An enumeration has no type of its own in joi.
      const [first, ...more] = new Set(allow.filter((value) => value !== null).map((value) => typeof value));
      return more.length === 0 && (first === 'string' || first === 'number') ? first : 'any';
    }
  }
}
