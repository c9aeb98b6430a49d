import { v7, validate } from 'uuid';

/** A new UUID version 7 (RFC 9562): unique, and in order of its making. */
export function newId(): string {
  return v7();
}

/** Whether the text is a UUID; what is not cannot be the id of anything. */
export function isId(text: string): boolean {
  return validate(text);
}
