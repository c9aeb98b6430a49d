import { attributes, type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { contactLinks, renderHead } from '../../markup/parts';
import { type Words, wordsOf } from '../../markup/words';
import { sectionType } from '../section-type';
import { formContent } from './form-fields';
import { renderForm } from './render-form';

/** Ways to get in touch: the tenant's telephone number and email address, and a form where the site accepts forms. */
export const contactForm = sectionType({
  type: 'contact-form',
  title: 'Contact form',
  description: 'An invitation to write or call, with the fields of the form.',
  content: formContent,
  privateFields: ['notify'],
  background: 'alternating',
  example: {
    eyebrow: 'Contact',
    heading: 'Tell us what you need',
    text: 'Call, or write a few lines. We answer on the same working day.',
    fields: [
      { name: 'name', label: 'Your name', type: 'text', required: true },
      { name: 'email', label: 'Email', type: 'email', required: true },
      { name: 'message', label: 'How can we help?', type: 'textarea', required: true },
    ],
    submitLabel: 'Send message',
  },
  render(content, { site, heading, form }) {
    const words = wordsOf(site.tenant);
    const contacts = contactLinks(site.tenant);
    const cards =
      contacts.length > 0 &&
      html`<ul class="contact-list" role="list">
        ${contacts.map((contact) => contactCard(contact, words))}
      </ul>`;
    return html`<div class="wrap contact-columns">
      <div>${renderHead(content, { heading })} ${form && cards}</div>
      ${form ? renderForm(content, form, words) : cards}
    </div>`;
  },
  styles: `
.contact-list{list-style:none;margin:0;padding:0;display:grid;gap:1.1rem}
.contact-card{display:flex;align-items:center;gap:1.25rem;padding:1.5rem 1.6rem;border:1px solid var(--line);border-radius:var(--radius);background:var(--surface);color:var(--heading);text-decoration:none;box-shadow:var(--shadow)}
.contact-card:hover{border-color:var(--brand-text)}
.contact-card span span{display:block;font-size:.95rem;color:var(--muted)}
.contact-card strong{display:block;font-size:1.2rem;overflow-wrap:anywhere}
.contact-card>.icon{margin-left:auto;flex:none;color:var(--brand-text)}
.contact-columns>*{min-width:0}
.form{display:grid;gap:1.2rem;padding:1.9rem;border:1px solid var(--line);border-radius:var(--radius);background:var(--surface);box-shadow:var(--shadow)}
.form-field{display:grid;gap:.4rem;font-weight:600;color:var(--heading)}
.form-field small,.form-check small{font-weight:400;font-size:.92em;color:var(--muted)}
.form input,.form select,.form textarea{font:inherit;font-weight:400;color:var(--text);accent-color:var(--brand-text)}
.form-field input,.form-field select,.form-field textarea{width:100%;min-width:0;min-height:3rem;padding:.6rem .85rem;border:1px solid var(--muted);border-radius:.6rem;background:var(--background)}
.form-field textarea{min-height:8.5rem;resize:vertical}
.form-check{display:flex;gap:.75rem;align-items:flex-start;color:var(--text)}
.form-check input{flex:none;width:1.35rem;height:1.35rem;margin:.2em 0 0}
.form-trap{display:none}
.form .button{justify-self:start;font:inherit;font-weight:650;cursor:pointer}
.contact-columns .head+.contact-list{margin-top:1.8rem}
@media(max-width:59.99rem){.contact-columns>div+.form{margin-top:2rem}}
@media(min-width:60rem){.contact-columns{display:grid;grid-template-columns:minmax(0,6fr) minmax(0,6fr);gap:4rem;align-items:center}.contact-columns .head{margin:0}}`,
});

function contactCard(contact: { kind: 'phone' | 'mail'; text: string; href: string }, words: Words): Html {
  return html`<li>
    <a${attributes({ class: 'contact-card', href: contact.href })}>
      <span class="chip">${renderIcon(contact.kind)}</span>
      <span><span>${contact.kind === 'phone' ? words.callUs : words.writeToUs}</span><strong>${contact.text}</strong></span>
      ${renderIcon('arrow-right')}
    </a>
  </li>`;
}
