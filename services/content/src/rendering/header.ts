import { renderIcon } from '../markup/icons';
import { contactLinks, initials } from '../markup/parts';
import { attributes, html, type Html } from '../markup/html';
import { safeLink } from '../markup/links';
import { renderPicture } from '../markup/picture';
import { type MenuItem, type RenderedSite } from '../markup/site';

/** The head of every page: name or logo, the menu, and a call at a click. */
export function renderHeader(site: RenderedSite, path: string | undefined): Html {
  const menu = site.navigation.header;
  return html`<header class="site-header">
    <div class="wrap site-bar">
      ${renderName(site)}
      ${menu.length > 0 && html`<nav class="site-menu site-menu-wide" aria-label="Main">${menuList(menu, path)}</nav>`}
      ${callButton(site)}
      ${
        menu.length > 0 &&
        html`<details class="site-menu site-menu-narrow">
          <summary><span class="hidden">Menu</span>${renderIcon('menu')}</summary>
          <nav aria-label="Main">${menuList(menu, path)}</nav>
        </details>`
      }
    </div>
  </header>`;
}

function renderName(site: RenderedSite): Html {
  const { businessName } = site.tenant;
  const logo = site.branding.logoAssetId;
  const picture =
    logo !== undefined &&
    renderPicture(site, { assetId: logo, alt: businessName }, { sizes: '11rem', eager: true });
  if (picture) return html`<a class="site-name" href="/">${picture}</a>`;
  return html`<a class="site-name" href="/"
    ><span class="monogram" aria-hidden="true">${initials(businessName)}</span><span>${businessName}</span></a
  >`;
}

function callButton(site: RenderedSite): Html | undefined {
  const contact = contactLinks(site.tenant)[0];
  if (!contact) return undefined;
  const text = contact.kind === 'phone' ? contact.text : 'Email us';
  return html`<a${attributes({ class: 'button primary site-call', href: contact.href })}
    >${renderIcon(contact.kind)}<span>${contact.kind === 'phone' && html`<span class="hidden">Call </span>`}${text}</span></a
  >`;
}

function menuList(items: readonly MenuItem[], path: string | undefined): Html {
  return html`<ul role="list">
    ${items.map((item) => {
      const link = attributes({
        href: safeLink(item.href),
        target: item.openInNewTab ? '_blank' : undefined,
        rel: item.openInNewTab ? 'noopener' : undefined,
        'aria-current': item.href === path ? 'page' : undefined,
      });
      return html`<li>
        <a${link}>${item.label}</a>
        ${item.children.length > 0 && menuList(item.children, path)}
      </li>`;
    })}
  </ul>`;
}
