export { readConfig } from './config';
export { configValue } from './config-value';
export { LINK_PATTERN, mendLink, mendWebAddress } from './link-syntax';
export { mailboxOf } from './email';
export * from './parse';
export { s } from './s';
export {
  clearable,
  DefaultedSchema,
  fieldNames,
  type Fields,
  type Infer,
  type InferFields,
  type JsonSchema,
  ObjectSchema,
  omit,
  OptionalSchema,
  partial,
  type PartialOf,
  pick,
  Schema,
  type Stored,
  type StoredFields,
  toJsonSchema,
} from './schema';
export { type StoredField, storedField } from './storage';
