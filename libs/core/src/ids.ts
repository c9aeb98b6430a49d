import { v7, validate } from 'uuid';

/** A new UUID version 7 (RFC 9562): unique, and in order of its making. */
export function newId(): string {
  return v7();
}

/** Whether the text is a UUID; what is not cannot be the id of anything. */
export function isId(text: string): boolean {
  return validate(text);
}

/** The text in lower case where it is an id, which may be written in any case (RFC 9562, 4); else the text itself. */
export function canonicalId(text: string): string {
  return isId(text) ? text.toLowerCase() : text;
}
