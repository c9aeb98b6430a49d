import { s } from '@siteninja/schema';
import { attributes, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { contactLinks, renderButton, renderHeading } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { action, line, paragraph } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  heading: line(200),
  text: s.optional(paragraph(400)),
  primaryAction: s.optional(action()),
  secondaryAction: s.optional(action()),
  showPhone: s.default(s.boolean(), true),
});

/** A call to action on the brand colours. */
export const cta = sectionType({
  type: 'cta',
  title: 'Call to action',
  description:
    'An invitation on the brand colours, with buttons and, unless you hide it, your telephone number.',
  content,
  background: 'own',
  example: {
    heading: 'Ready when you are',
    text: 'Tell us what you need; we answer the same working day.',
    primaryAction: { label: 'Get in touch', href: '/contact' },
    secondaryAction: { label: 'See our services', href: '/services' },
    showPhone: true,
  },
  render(content, { site, heading }) {
    const phone = content.showPhone && contactLinks(site.tenant).find((contact) => contact.kind === 'phone');
    return html`<div class="wrap">
      <div class="cta-box deep">
        <div>
          ${renderHeading(heading, content.heading)}
          ${content.text && html`<p class="lead">${content.text}</p>`}
        </div>
        <p class="actions">
          ${content.primaryAction && renderButton(content.primaryAction, 'primary')}
          ${
            phone &&
            html`<a${attributes({ class: 'button secondary', href: phone.href })}
            >${renderIcon('phone')}${phone.text}</a
          >`
          }
          ${content.secondaryAction && renderButton(content.secondaryAction, 'secondary')}
        </p>
      </div>
    </div>`;
  },
  styles: stylesheet('section-types/cta/cta.css'),
});
