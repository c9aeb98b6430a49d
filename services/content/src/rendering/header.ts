import { renderIcon } from '../markup/icons';
import { contactLinks, initials, renderMenu } from '../markup/parts';
import { attributes, html, type Html } from '../markup/html';
import { renderPicture } from '../markup/picture';
import { wordsOf } from '../markup/words';
import { type RenderedSite } from '../markup/site';

/** The header of every page: name or logo, the menu, and a button to call or write. */
export function renderHeader(site: RenderedSite, path: string | undefined): Html {
  const menu = site.navigation.header;
  const words = wordsOf(site.tenant);
  return html`<header class="site-header">
    <div class="wrap site-bar">
      ${renderName(site)}
      ${menu.length > 0 && html`<nav class="site-menu site-menu-wide" aria-label="${words.mainMenu}">${renderMenu(menu, path)}</nav>`}
      ${callButton(site)}
      ${
        menu.length > 0 &&
        html`<details class="site-menu site-menu-narrow">
          <summary><span class="hidden">${words.menu}</span>${renderIcon('menu')}</summary>
          <nav aria-label="${words.mainMenu}">${renderMenu(menu, path)}</nav>
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
  const words = wordsOf(site.tenant);
  const text = contact.kind === 'phone' ? contact.text : words.emailUs;
  return html`<a${attributes({ class: 'button primary site-call', href: contact.href })}
    >${renderIcon(contact.kind)}<span>${contact.kind === 'phone' && html`<span class="hidden">${words.call} </span>`}${text}</span></a
  >`;
}
