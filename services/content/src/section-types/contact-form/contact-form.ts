import { s } from '@siteninja/schema';
import { attributes, type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { contactLinks, renderHead } from '../../markup/parts';
import { type Words, wordsOf } from '../../markup/words';
import { headFields, line } from '../fields';
import { sectionType } from '../section-type';

const field = s.object({
  name: s.string({
    max: 40,
    pattern: /^[a-z][a-zA-Z0-9_-]*$/,
    must: 'begin with a small letter and go on with letters, digits, - or _ (A-Z, a-z, 0-9)',
  }),
  label: line(80),
  type: s.default(s.enum('text', 'email', 'tel', 'textarea'), 'text'),
  required: s.default(s.boolean(), false),
});

const content = s.object({
  ...headFields(),
  fields: s.default(s.array(field, { max: 20, unique: 'name' }), []),
  submitLabel: s.optional(line(60)),
});

/**
 * Ways to get in touch. Submissions are not accepted yet, so no form is shown: its fields are stored, and the page
 * offers the tenant's telephone number and email address instead.
 */
export const contactForm = sectionType({
  type: 'contact-form',
  title: 'Contact form',
  description: 'An invitation to write or call, with the fields of the form.',
  content,
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
  render(content, { site, heading }) {
    const contacts = contactLinks(site.tenant);
    return html`<div class="wrap contact-columns">
      ${renderHead(content, { heading })}
      ${
        contacts.length > 0 &&
        html`<ul class="contact-list" role="list">
          ${contacts.map((contact) => contactCard(contact, wordsOf(site.tenant)))}
        </ul>`
      }
    </div>`;
  },
  styles: `
.contact-list{list-style:none;margin:0;padding:0;display:grid;gap:1.1rem}
.contact-card{display:flex;align-items:center;gap:1.25rem;padding:1.5rem 1.6rem;border:1px solid var(--line);border-radius:var(--radius);background:var(--surface);color:var(--heading);text-decoration:none;box-shadow:var(--shadow)}
.contact-card:hover{border-color:var(--brand-text)}
.contact-card span span{display:block;font-size:.95rem;color:var(--muted)}
.contact-card strong{display:block;font-size:1.2rem;overflow-wrap:anywhere}
.contact-card>.icon{margin-left:auto;flex:none;color:var(--brand-text)}
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
