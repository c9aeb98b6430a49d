import { parse, s } from '@siteninja/schema';
import { type Locality, telephoneLink } from '../../markup/telephone';
import { type Words } from '../../markup/words';
import { type FormField, MAX_ANSWER_LENGTHS, TICKED } from './form-fields';

type Rule =
  'required' | 'ticked' | 'email' | 'phone' | 'date' | 'choice' | 'length' | 'text' | 'checkbox' | 'unknown';

/** What is wrong with an answer. */
export interface Problem {
  /** The name of the field. */
  readonly name: string;
  readonly rule: Rule;
  /** Characters that the field takes, where there are more. */
  readonly limit?: number;
}

export interface CheckedAnswers {
  /** The answers that are there, in the form in which they are kept. */
  readonly answers: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** @param given by the names of the fields; text, and of a box that can be ticked also true and false */
export function checkAnswers(
  fields: readonly FormField[],
  given: Readonly<Record<string, unknown>>,
  locality: Locality,
): CheckedAnswers {
  const answers: [string, string][] = [];
  const names = new Set(fields.map(({ name }) => name));
  const problems: Problem[] = Object.entries(given)
    // What is empty says nothing, so it may stand for a field that the form has no longer.
    .filter(([name, value]) => !names.has(name) && !isEmpty(value))
    .map(([name]) => ({ name, rule: 'unknown' }));
  for (const field of fields) {
    const { name } = field;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const result = checkAnswer(field, value, locality);
    if ('rule' in result) problems.push({ name, ...result });
    else if (result.answer !== '') answers.push([name, result.answer]);
  }
  return { answers: Object.fromEntries(answers), problems };
}

type Result = { answer: string } | Omit<Problem, 'name'>;

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function checkAnswer(field: FormField, value: unknown, locality: Locality): Result {
  if (field.type === 'checkbox') return checkBox(field, value);
  if (isEmpty(value)) return field.required ? { rule: 'required' } : { answer: '' };
  if (typeof value !== 'string') return { rule: 'text' };
  const limit = MAX_ANSWER_LENGTHS[field.type === 'textarea' ? 'textarea' : 'line'];
  const typed = value.replaceAll('\r\n', '\n').trim();
  // A character has at most two code units.
  if (typed.length > 2 * limit) return { rule: 'length', limit };
  const read = parse(s.string({ max: 2 * limit }), typed);
  if ('errors' in read) return { rule: 'text' };
  const text = read.value;
  if ([...text].length > limit) return { rule: 'length', limit };
  return checkKind(field, text, locality);
}

function checkBox({ required }: FormField, value: unknown): Result {
  if (value === true || value === TICKED) return { answer: TICKED };
  if (value !== false && !isEmpty(value)) return { rule: 'checkbox' };
  return required ? { rule: 'ticked' } : { answer: '' };
}

function checkKind({ type, options }: FormField, text: string, locality: Locality): Result {
  switch (type) {
    case 'email': {
      const read = parse(s.email(), text);
      return 'value' in read ? { answer: read.value } : { rule: 'email' };
    }
    case 'phone':
      return telephoneLink(text, locality) === undefined ? { rule: 'phone' } : { answer: text };
    case 'date':
      return 'value' in parse(s.date(), text) ? { answer: text } : { rule: 'date' };
    case 'select':
      return options?.includes(text) ? { answer: text } : { rule: 'choice' };
    case 'text':
    case 'textarea':
    case 'checkbox':
      // Characters that nobody sees are no answer.
      return 'value' in parse(s.label({ max: MAX_ANSWER_LENGTHS.textarea }), text)
        ? { answer: text }
        : { rule: 'text' };
  }
}

/** For clients of the API. */
export function explainProblem({ rule, limit }: Problem): string {
  switch (rule) {
    case 'required':
      return 'is required';
    case 'ticked':
      return 'must be true';
    case 'email':
      return 'must be an email address, such as mara@harbor.example';
    case 'phone':
      return 'must be one telephone number';
    case 'date':
      return 'must be a day that exists, such as 2026-03-01';
    case 'choice':
      return 'must be one of the options';
    case 'length':
      return `must have at most ${limit ?? 0} characters`;
    case 'text':
      return 'must be text that can be seen, without control characters';
    case 'checkbox':
      return 'must be true or false';
    case 'unknown':
      return 'is no field of this form';
  }
}

/** For visitors, in the language of the site. */
export function problemIn({ rule, limit }: Problem, words: Words): string {
  switch (rule) {
    case 'required':
      return words.fieldRequired;
    case 'ticked':
      return words.fieldTick;
    case 'email':
      return words.fieldEmail;
    case 'phone':
      return words.fieldPhone;
    case 'date':
      return words.fieldDate;
    case 'choice':
      return words.fieldChoice;
    case 'length':
      return words.fieldLength.replace('{limit}', String(limit));
    case 'text':
    case 'checkbox':
    case 'unknown':
      return words.fieldOther;
  }
}
