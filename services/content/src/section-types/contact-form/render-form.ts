import { attributes, type Html, html, trusted } from '../../markup/html';
import { type SectionContext } from '../../markup/site';
import { type Words } from '../../markup/words';
import {
  type FormContent,
  type FormField,
  formFields,
  MAX_ANSWER_LENGTHS,
  TOKEN_FIELD,
  TRAP_FIELD,
} from './form-fields';

/** A form that works without script: the browser checks it, and each label holds its field. */
export function renderForm(
  content: FormContent,
  { action, token }: NonNullable<SectionContext['form']>,
  words: Words,
): Html {
  return html`<form${attributes({ class: 'form', method: 'post', action, 'aria-label': content.heading })}>
    <input${attributes({ type: 'hidden', name: TOKEN_FIELD, value: token })} />
    <div class="form-trap">
      <label>${words.leaveEmpty} <input${attributes({ type: 'text', name: TRAP_FIELD, tabindex: -1, autocomplete: 'off' })} /></label>
    </div>
    ${formFields(content, words).map((field) => renderField(field, words))}
    <button class="button primary" type="submit">${content.submitLabel ?? words.sendForm}</button>
  </form>`;
}

function renderField(field: FormField, words: Words): Html {
  const label = html`${field.label}${!field.required && html` <small>(${words.optional})</small>`}`;
  if (field.type === 'checkbox') {
    return html`<label class="form-check">${renderControl(field, words)} <span>${label}</span></label>`;
  }
  return html`<label class="form-field"><span>${label}</span> ${renderControl(field, words)}</label>`;
}

function renderControl(field: FormField, words: Words): Html {
  const { name } = field;
  const required = field.required && trusted(' required');
  switch (field.type) {
    case 'textarea':
      return html`<textarea${attributes({ name, rows: 5, maxlength: MAX_ANSWER_LENGTHS.textarea })}${required}></textarea>`;
    case 'select':
      return html`<select${attributes({ name })}${required}>
        <option value="">${words.choose}</option>
        ${field.options?.map((option) => html`<option${attributes({ value: option })}>${option}</option>`)}
      </select>`;
    case 'checkbox':
      return html`<input${attributes({ type: 'checkbox', name, value: 'yes' })}${required} />`;
    case 'date':
      return html`<input${attributes({ type: 'date', name })}${required} />`;
    case 'text':
    case 'email':
    case 'phone':
      return html`<input${attributes({ ...kindOf(field), name, maxlength: MAX_ANSWER_LENGTHS.line })}${required} />`;
  }
}

/** The keyboard that a phone shows, and what the browser may fill in. */
function kindOf({ name, type }: FormField): Record<string, string | undefined> {
  if (type === 'email') return { type, autocomplete: 'email' };
  if (type === 'phone') return { type: 'tel', autocomplete: 'tel' };
  return { type: 'text', autocomplete: name === 'name' ? 'name' : undefined };
}
