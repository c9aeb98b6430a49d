import { attributes, type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { tenantAt } from '../../markup/location';
import { contactLinks, renderHead } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { type Words, wordsOf } from '../../markup/words';
import { sectionType } from '../section-type';
import { formContent } from './form-fields';
import { renderForm } from './render-form';

/** Ways to get in touch: telephone number and email address of the tenant or its location, and a form where the site accepts forms. */
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
    variant: 'columns',
  },
  render(content, { site, heading, form }) {
    const words = wordsOf(site.tenant);
    const contacts = contactLinks(tenantAt(site, content.locationId));
    const cards =
      contacts.length > 0 &&
      html`<ul class="contact-list" role="list">
        ${contacts.map((contact) => contactCard(contact, words))}
      </ul>`;
    return html`<div class="wrap contact-${content.variant}">
      <div>${renderHead(content, { heading })} ${form && cards}</div>
      ${form ? renderForm(content, form, words) : cards}
    </div>`;
  },
  styles: stylesheet('section-types/contact-form/contact-form.css'),
});

function contactCard(contact: { kind: 'phone' | 'mail'; text: string; href: string }, words: Words): Html {
  return html`<li>
    <a${attributes({ class: 'contact-card', href: contact.href })}>
      <span class="chip">${renderIcon(contact.kind)}</span>
      <span><span>${contact.kind === 'phone' ? words.callUs : words.writeToUs}</span><strong>${breakable(contact.text)}</strong></span>
      ${renderIcon('arrow-right')}
    </a>
  </li>`;
}

/** An address that is too long for its line breaks behind its @. */
function breakable(text: string): Html {
  const [local, domain] = text.split('@');
  return domain === undefined ? html`${text}` : html`${local}@<wbr />${domain}`;
}
