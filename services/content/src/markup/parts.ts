import { attributes, type Html, html, trusted } from './html';
import { mailLink, safeLink } from './links';
import { renderIcon } from './icons';
import { type MenuItem, type SectionContext, type SiteTenant } from './site';
import { readableTelephone, telephoneLink } from './telephone';

interface Head {
  readonly eyebrow?: string | undefined;
  readonly heading?: string | undefined;
  readonly text?: string | undefined;
}

interface Action {
  readonly label: string;
  readonly href: string;
}

export function renderHeading(level: 'h1' | 'h2' | 'h3', text: string): Html {
  return html`${trusted(`<${level}>`)}${text}${trusted(`</${level}>`)}`;
}

/** Eyebrow, heading and lead of a section. */
export function renderHead(head: Head, context: Pick<SectionContext, 'heading'>): Html {
  return html`<div class="head">
    ${head.eyebrow && html`<p class="eyebrow">${head.eyebrow}</p>`}
    ${head.heading && renderHeading(context.heading, head.heading)}
    ${head.text && html`<p class="lead">${head.text}</p>`}
  </div>`;
}

export function renderButton(action: Action, style: 'primary' | 'secondary'): Html {
  return html`<a${attributes({ class: `button ${style}`, href: safeLink(action.href) })}>${action.label}</a>`;
}

/** Up to two buttons; undefined where there are none. */
export function renderActions(primary: Action | undefined, secondary: Action | undefined): Html | undefined {
  if (!primary && !secondary) return undefined;
  return html`<p class="actions">
    ${primary && renderButton(primary, 'primary')} ${secondary && renderButton(secondary, 'secondary')}
  </p>`;
}

/** A menu with its submenus; the item that leads to `path` is marked as the current page. */
export function renderMenu(items: readonly MenuItem[], path?: string): Html {
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
        ${item.children.length > 0 && renderMenu(item.children, path)}
      </li>`;
    })}
  </ul>`;
}

/** A link with an arrow. `about` is read out by screen readers, which may list links without their context. */
export function renderMore(action: Action, about: string): Html {
  return html`<a${attributes({ class: 'more', href: safeLink(action.href) })}
    >${action.label}<span class="hidden">: ${about}</span>${renderIcon('arrow-right')}</a
  >`;
}

/** The tenant's telephone number and email address as links, as far as they are given. */
export function contactLinks(tenant: SiteTenant): { kind: 'phone' | 'mail'; text: string; href: string }[] {
  const phone = tenant.contactPhone && telephoneLink(tenant.contactPhone, tenant);
  const mail = tenant.contactEmail && mailLink(tenant.contactEmail);
  return [
    ...(phone
      ? [{ kind: 'phone' as const, text: readableTelephone(tenant.contactPhone ?? ''), href: phone }]
      : []),
    ...(mail ? [{ kind: 'mail' as const, text: tenant.contactEmail ?? '', href: mail }] : []),
  ];
}

/** The class of a grid whose last row is not a single item, where the count allows it. */
export function columnsFor(count: number): 'columns-2' | 'columns-3' | 'columns-4' {
  if (count === 2) return 'columns-2';
  return count % 4 === 0 || count === 7 ? 'columns-4' : 'columns-3';
}

/** The initials of a name, shown where there is no picture. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{Letter}\p{Number}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => (word ? ([...word][0] ?? '') : ''))
    .join('')
    .toUpperCase();
}
