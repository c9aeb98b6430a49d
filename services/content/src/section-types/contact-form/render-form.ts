import { attributes, type Html, html, trusted } from '../../markup/html';
import { type SectionContext, type SentForm } from '../../markup/site';
import { type Words } from '../../markup/words';
import {
  type FormContent,
  type FormField,
  formFields,
  MAX_ANSWER_LENGTHS,
  TICKED,
  TOKEN_FIELD,
  TRAP_FIELD,
} from './form-fields';

/** A form that works without script: the browser checks it, and each label holds its field. */
export function renderForm(
  content: FormContent,
  { id, token, sent }: NonNullable<SectionContext['form']>,
  words: Words,
): Html {
  const form = { class: 'form', method: 'post', action: `/_sn/forms/${id}`, 'aria-label': content.heading };
  return html`<form${attributes(form)}>
    ${sent && renderMessage(sent.message)}
    <input${attributes({ type: 'hidden', name: TOKEN_FIELD, value: token })} />
    <div class="form-trap">
      <label>${words.leaveEmpty} <input${attributes({ type: 'text', name: TRAP_FIELD, tabindex: -1, autocomplete: 'off' })} /></label>
    </div>
    ${formFields(content, words).map((field) => renderField(field, stateOf(id, field, sent), words))}
    <button class="button primary" type="submit">${content.submitLabel ?? words.sendForm}</button>
  </form>`;
}

/** The page opens at the message, and screen readers say it first. */
function renderMessage(message: string): Html {
  return html`<p class="form-message" role="alert" tabindex="-1"${trusted(' autofocus')}>${message}</p>`;
}

/** What a form that comes back knows of a field. */
interface FieldState {
  readonly answer: string;
  readonly problem?: { readonly id: string; readonly message: string };
}

function stateOf(id: string, { name }: FormField, sent: SentForm | undefined): FieldState {
  const message = sent?.problems.get(name);
  const answer = sent?.answers[name] ?? '';
  // The name of no section begins with `_`, so no anchor is the same.
  return message === undefined ? { answer } : { answer, problem: { id: `_${id}-${name}`, message } };
}

function renderField(field: FormField, state: FieldState, words: Words): Html {
  const { problem } = state;
  const label = html`${field.label}${!field.required && html` <small>(${words.optional})</small>`}`;
  const control = renderControl(field, state, words);
  const labelled =
    field.type === 'checkbox'
      ? html`<label class="form-check">${control} <span>${label}</span></label>`
      : html`<label class="form-field"><span>${label}</span> ${control}</label>`;
  return problem
    ? html`<div class="form-wrong">${labelled} <p${attributes({ id: problem.id })}>${problem.message}</p></div>`
    : labelled;
}

function renderControl(field: FormField, { answer, problem }: FieldState, words: Words): Html {
  const { name } = field;
  const described = problem && { 'aria-invalid': 'true', 'aria-describedby': problem.id };
  const required = field.required && trusted(' required');
  switch (field.type) {
    case 'textarea':
      return html`<textarea${attributes({ name, rows: 5, maxlength: MAX_ANSWER_LENGTHS.textarea, ...described })}${required}>${answer}</textarea>`;
    case 'select':
      return html`<select${attributes({ name, ...described })}${required}>
        <option value="">${words.choose}</option>
        ${field.options?.map((option) => renderOption(option, option === answer))}
      </select>`;
    case 'checkbox': {
      const checked = answer === TICKED && trusted(' checked');
      return html`<input${attributes({ type: 'checkbox', name, value: TICKED, ...described })}${required}${checked} />`;
    }
    case 'date':
      return html`<input${attributes({ type: 'date', name, value: answer || undefined, ...described })}${required} />`;
    case 'text':
    case 'email':
    case 'phone': {
      const value = answer || undefined;
      return html`<input${attributes({ ...kindOf(field), name, maxlength: MAX_ANSWER_LENGTHS.line, value, ...described })}${required} />`;
    }
  }
}

function renderOption(option: string, isChosen: boolean): Html {
  return html`<option${attributes({ value: option })}${isChosen && trusted(' selected')}>${option}</option>`;
}

/** The keyboard that a phone shows, and what the browser may fill in. */
function kindOf({ name, type }: FormField): Record<string, string | undefined> {
  if (type === 'email') return { type, autocomplete: 'email' };
  if (type === 'phone') return { type: 'tel', autocomplete: 'tel' };
  return { type: 'text', autocomplete: name === 'name' ? 'name' : undefined };
}
