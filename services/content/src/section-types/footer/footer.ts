import { s } from '@siteninja/schema';
import { stylesheet } from '../../markup/stylesheet';
import { type Words, wordsOf } from '../../markup/words';
import { businessHours, readableHours } from '../../markup/business';
import { type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { tenantAt } from '../../markup/location';
import { safeLink } from '../../markup/links';
import { contactLinks, renderMenu } from '../../markup/parts';
import { shorten } from '../../markup/shorten';
import { type MenuItem, type SiteTenant } from '../../markup/site';
import { action, line, locationId, paragraph, variant } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  text: s.optional(paragraph(600)),
  columns: s.default(
    s.array(s.object({ heading: line(80), links: s.array(action(), { max: 12 }) }), { max: 3 }),
    [],
  ),
  showContact: s.default(s.boolean(), true),
  showHours: s.default(s.boolean(), true),
  locationId: locationId(),
  note: s.optional(line(300)),
  variant: s.describe(variant('columns', 'centered'), 'Columns side by side; or everything in the middle.'),
});

/**
 * Replaces the footer that every page has by default: the business, its contact, hours and footer menu. A page
 * with several footer sections shows the last.
 */
export const footer = sectionType({
  type: 'footer',
  title: 'Footer',
  description:
    'Replaces the footer of a page: your own words and links beside contact, hours and footer menu.',
  content,
  background: 'own',
  example: {
    text: 'Bread, cakes and coffee, made by hand since 1987.',
    columns: [
      {
        heading: 'Visit',
        links: [
          { label: 'Our menu', href: '/menu' },
          { label: 'How to find us', href: '/contact' },
        ],
      },
    ],
    showContact: true,
    showHours: true,
    note: 'Registered in Exampletown.',
    variant: 'columns',
  },
  render(content, { site }) {
    const { tenant, navigation } = site;
    const place = tenantAt(site, content.locationId);
    const about = content.text ?? (tenant.description && shorten(tenant.description, 200));
    return html`<div class="wrap footer-${content.variant === 'columns' ? 'grid' : 'centered'}">
        <div class="footer-about">
          <p class="footer-name">${tenant.businessName}</p>
          ${about && html`<p>${about}</p>`}
        </div>
        ${navigation.footer.length > 0 && menu(navigation.footer, wordsOf(tenant))}
        ${content.columns.map((column) => linkColumn(column.heading, column.links))}
        ${content.showContact && contactColumn(place)} ${content.showHours && hoursColumn(place)}
      </div>
      <div class="wrap footer-end">
        <p>© ${tenant.businessName}</p>
        ${content.note && html`<p>${content.note}</p>`}
      </div>`;
  },
  styles: stylesheet('section-types/footer/footer.css'),
});

function menu(links: readonly MenuItem[], words: Words): Html {
  return html`<nav aria-label="${words.footerMenu}">
    <h2>${words.pages}</h2>
    ${renderMenu(links)}
  </nav>`;
}

function linkColumn(heading: string, links: readonly { label: string; href: string }[]): Html {
  return html`<div>
    <h2>${heading}</h2>
    <ul role="list">
      ${links.map((link) => html`<li><a href="${safeLink(link.href)}">${link.label}</a></li>`)}
    </ul>
  </div>`;
}

function contactColumn(tenant: SiteTenant): Html | undefined {
  const contacts = contactLinks(tenant);
  if (contacts.length === 0) return undefined;
  return html`<div class="footer-contact">
    <h2>${wordsOf(tenant).contact}</h2>
    <ul role="list">
      ${contacts.map((contact) => html`<li><a href="${contact.href}">${renderIcon(contact.kind)}${contact.text}</a></li>`)}
    </ul>
  </div>`;
}

function hoursColumn(tenant: SiteTenant): Html | undefined {
  const rows = businessHours(tenant);
  if (rows.length === 0) return undefined;
  return html`<div>
    <h2>${wordsOf(tenant).openingHours}</h2>
    <dl>
      ${rows.map(
        ({ day, text }) =>
          html`<dt>${day}</dt>
            <dd>${readableHours(text)}</dd>`,
      )}
    </dl>
  </div>`;
}
