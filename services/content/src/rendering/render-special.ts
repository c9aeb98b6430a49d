import { contactLinks } from '../markup/parts';
import { renderDocument } from './document';
import { meta, renderBrandHead } from './head';
import { renderHeader } from './header';
import { headerStyles } from './header-room';
import { attributes, html, type Html } from '../markup/html';
import { footerType, renderFooter } from './render-page';
import { type RenderedDocument, type RenderedSite, type SiteBrand, type SiteBranding } from '../markup/site';
import { BASE_STYLES, MESSAGE_STYLES } from './styles';
import { languageOf, wordsOf } from '../markup/words';

/** For hosts without a site, and so without a brand. */
const NEUTRAL: SiteBranding = {
  primaryColor: '#1e293b',
  secondaryColor: '#334155',
  accentColor: '#38bdf8',
  backgroundColor: '#ffffff',
  textColor: '#334155',
  fontFamily: 'system-ui',
  headingFontFamily: 'system-ui',
};

interface Message {
  readonly eyebrow: string;
  readonly heading: string;
  readonly text: string;
}

/** Answered with 404: the site is there, the page is not. Header and footer lead on. */
export function renderNotFound(site: RenderedSite): RenderedDocument {
  const words = wordsOf(site.tenant);
  return renderInside(site, {
    eyebrow: words.notFoundLabel,
    heading: words.notFoundHeading,
    text: words.notFoundText,
  });
}

/** What a visitor sees who has sent a form. @param thanks the author's own words */
export function renderThanks(site: RenderedSite, thanks: string | undefined): RenderedDocument {
  const words = wordsOf(site.tenant);
  return renderInside(site, {
    eyebrow: words.sentLabel,
    heading: words.sentHeading,
    text: thanks ?? words.sentText,
  });
}

/** A message between the header and the footer of the site. */
function renderInside(site: RenderedSite, message: Message): RenderedDocument {
  const words = wordsOf(site.tenant);
  return renderDocument({
    language: languageOf(site.tenant),
    branding: site.branding,
    head: headOf(message.heading, site),
    styles: [BASE_STYLES, headerStyles(site), MESSAGE_STYLES, footerType().styles],
    body: html`<a class="skip" href="#_content">${words.skip}</a>
      ${renderHeader(site, undefined)}
      <main id="_content" class="message">
        <div class="wrap">
          ${renderMessage(message)}
          <p class="actions"><a class="button primary" href="/">${words.toHome}</a></p>
        </div>
      </main>
      ${renderFooter(site)}`,
  });
}

/** Answered with 410: the business has closed its site. `brand` is absent once the tenant is erased. */
export function renderGone(brand?: SiteBrand): RenderedDocument {
  const words = wordsOf(brand?.tenant ?? {});
  return renderAlone(
    {
      eyebrow: brand?.tenant.businessName ?? words.goneLabel,
      heading: words.goneHeading,
      text: words.goneText,
    },
    brand,
    { withContact: false },
  );
}

/** Answered with 503: the site is suspended or cannot be served just now. */
export function renderUnavailable(brand?: SiteBrand): RenderedDocument {
  const words = wordsOf(brand?.tenant ?? {});
  return renderAlone(
    {
      eyebrow: brand?.tenant.businessName ?? words.unavailableLabel,
      heading: words.unavailableHeading,
      text: words.unavailableText,
    },
    brand,
    { withContact: true },
  );
}

/** Answered with 404: the site has not been published yet. */
export function renderComingSoon(brand: SiteBrand): RenderedDocument {
  const words = wordsOf(brand.tenant);
  return renderAlone(
    {
      eyebrow: words.comingSoonLabel,
      heading: brand.tenant.businessName,
      text: brand.tenant.description || words.comingSoonText,
    },
    brand,
    { withContact: true },
  );
}

/** Answered with 404: no site has this host. */
export function renderUnknownHost(): RenderedDocument {
  return renderAlone(
    {
      eyebrow: 'Nothing here',
      heading: 'There is no website at this address',
      text: 'Please check the address. If the site is yours, its domain may not be connected yet.',
    },
    undefined,
    { withContact: false },
  );
}

function headOf(heading: string, brand: SiteBrand | undefined): Html {
  const name = brand?.tenant.businessName;
  return html`<title>${name && name !== heading ? `${heading} · ${name}` : heading}</title>
    ${meta('robots', 'noindex')} ${brand && renderBrandHead(brand)}`;
}

function renderMessage(message: Message): Html {
  return html`<p class="eyebrow">${message.eyebrow}</p>
    <h1>${message.heading}</h1>
    <p class="lead">${message.text}</p>`;
}

function renderAlone(
  message: Message,
  brand: SiteBrand | undefined,
  options: { withContact: boolean },
): RenderedDocument {
  const contacts = options.withContact && brand ? contactLinks(brand.tenant) : [];
  const hero = 'hero deep message message-alone';
  return renderDocument({
    language: languageOf(brand?.tenant ?? {}),
    branding: brand?.branding ?? NEUTRAL,
    head: headOf(message.heading, brand),
    styles: [BASE_STYLES, MESSAGE_STYLES, messageBackground()],
    body: html`<main${attributes({ class: hero })}>
      <div class="wrap">
        ${renderMessage(message)}
        ${
          contacts.length > 0 &&
          html`<ul class="message-contact" role="list">
            ${contacts.map((contact) => html`<li><a href="${contact.href}">${contact.text}</a></li>`)}
          </ul>`
        }
      </div>
    </main>`,
  });
}

function messageBackground(): string {
  return `.message-alone{color:var(--on-deep);background:radial-gradient(90% 120% at 88% 0%,var(--deep-end),transparent 70%),linear-gradient(160deg,var(--deep),var(--footer))}`;
}
