import { joi } from './extended-joi';
import { Schema } from './schema';

/** Long enough for the keys of every process; what is longer is a mistake. */
const MAX_CHARACTERS = 100_000;

/**
 * A variable whose text means something else, such as a key or a list of addresses.
 * @param expected ends the sentence "NAME must be …"
 * @param read throws where the text is wrong; its message is not shown, as it may quote a secret
 */
export function configValue<T>(expected: string, read: (text: string) => T): Schema<T> {
  const schema = joi
    .string()
    .atMost(MAX_CHARACTERS)
    .custom((text: string, helpers) => {
      try {
        return read(text);
      } catch {
        return helpers.message({ custom: `{{#label}} must be ${expected}` });
      }
    });
  return new Schema(schema.required());
}
