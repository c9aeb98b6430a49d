import { type StoredField, storedField } from '@siteninja/schema';
import { type Connection, type Model, Schema, type SchemaDefinition } from 'mongoose';
import { type CollectionDefinition, BASE_FIELDS } from './definition';

/** One model a connection: six services share a process, and each has its own `outbox`. */
export function modelOf<R>(db: Connection, definition: CollectionDefinition): Model<R> {
  const known: Model<R> | undefined = db.models[definition.name];
  return known ?? db.model<R>(definition.name, schemaOf<R>(definition), definition.name);
}

function schemaOf<R>(definition: CollectionDefinition): Schema<R> {
  const base: SchemaDefinition = {
    _id: { type: definition.fields._id ? Number : String, required: true },
    revision: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  };
  const fields: SchemaDefinition = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    if (!BASE_FIELDS.has(name)) fields[name] = fieldOf(storedField(field));
  }
  return new Schema<R>(
    { ...base, ...fields, ...(definition.scope === 'tenant' ? { tenantId: base._id } : {}) },
    {
      strict: 'throw',
      strictQuery: 'throw',
      minimize: false,
      versionKey: false,
      autoIndex: false,
      autoCreate: false,
    },
  );
}

const TYPES = {
  string: String,
  number: Number,
  boolean: Boolean,
  date: Date,
  array: Array,
  // What mongoose calls Mixed.
  object: Object,
  any: Object,
} as const;

function fieldOf({ type, isNullable, isOptional, mayBeEmpty, defaultValue }: StoredField): object {
  if (defaultValue !== undefined) return { type: TYPES[type], default: () => structuredClone(defaultValue) };
  if (isNullable) return { type: TYPES[type], default: null };
  // An array that is absent would become an empty one, and mongoose takes empty text for missing.
  if (isOptional) return { type: TYPES[type], default: undefined };
  return { type: TYPES[type], required: !mayBeEmpty };
}
