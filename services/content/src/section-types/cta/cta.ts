import { s } from '@siteninja/schema';
import { attributes, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { contactLinks, renderButton, renderHeading } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { renderPicture } from '../../markup/picture';
import { action, line, paragraph, picture, variant } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  heading: line(200),
  text: s.optional(paragraph(400)),
  primaryAction: s.optional(action()),
  secondaryAction: s.optional(action()),
  showPhone: s.default(s.boolean(), true),
  picture: s.describe(s.optional(picture()), 'Shown by `cover` alone.'),
  variant: s.describe(
    variant('box', 'band', 'cover'),
    'A box; from edge to edge on the page; or over a picture from edge to edge.',
  ),
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
    variant: 'box',
  },
  render(content, { site, heading }) {
    const phone = content.showPhone && contactLinks(site.tenant).find((contact) => contact.kind === 'phone');
    const words = html`<div>
      ${renderHeading(heading, content.heading)} ${content.text && html`<p class="lead">${content.text}</p>`}
    </div>`;
    const actions = html`<p class="actions">
          ${content.primaryAction && renderButton(content.primaryAction, 'primary')}
          ${
            phone &&
            html`<a${attributes({ class: 'button secondary', href: phone.href })}
            >${renderIcon('phone')}${phone.text}</a
          >`
          }
          ${content.secondaryAction && renderButton(content.secondaryAction, 'secondary')}
        </p>`;
    if (content.variant === 'box') {
      return html`<div class="wrap"><div class="cta-box deep">${words} ${actions}</div></div>`;
    }
    const shown = content.variant === 'cover' && renderPicture(site, content.picture, { sizes: '100vw' });
    return html`<div class="${shown ? 'cta-cover deep' : 'cta-band'}">
      ${shown}
      <div class="wrap">${words} ${actions}</div>
    </div>`;
  },
  styles: stylesheet('section-types/cta/cta.css'),
});
