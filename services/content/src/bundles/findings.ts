import { DomainError, invalid } from '@siteninja/core';
import { type FieldError, MAX_FIELD_ERRORS } from '@siteninja/schema';

/** Where something stands in a bundle: `pages.ndjson`, its third line. */
export interface Place {
  entry: string;
  /** From 1. */
  line: number;
}

/** `pages.ndjson:3 sections.1.content.title` */
function named({ entry, line }: Place, field: string): string {
  return `${entry}:${line}${field === '' ? '' : ` ${field}`}`;
}

const MAX_WARNINGS = 100;

/** What is wrong with a bundle, and what of it is left out. */
export class Findings {
  readonly #errors: FieldError[] = [];
  readonly #warnings: FieldError[] = [];
  #warningCount = 0;

  error(place: Place, field: string, message: string): void {
    if (this.#errors.length < MAX_FIELD_ERRORS) this.#errors.push({ field: named(place, field), message });
  }

  /** Notes an error of the product's rules. @throws every other one */
  caught(place: Place, error: unknown): void {
    const isRule = error instanceof DomainError && ['invalid', 'malformed'].includes(error.kind);
    if (!isRule) throw error;
    const details = error.details ?? [{ field: '', message: error.message }];
    for (const { field = '', message } of details) {
      this.error(place, field, message.replace('The body', 'The line'));
    }
  }

  warn(place: Place, field: string, message: string): void {
    this.#warningCount += 1;
    if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push({ field: named(place, field), message });
  }

  /** @throws invalid where there is an error */
  assertNone(): void {
    if (this.#errors.length > 0) throw invalid(this.#errors);
  }

  get warnings(): { warnings: FieldError[]; warningCount: number } {
    return { warnings: this.#warnings, warningCount: this.#warningCount };
  }
}
