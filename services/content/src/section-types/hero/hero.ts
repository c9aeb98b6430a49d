import { s } from '@siteninja/schema';
import { type Html, html } from '../../markup/html';
import { type IconName, iconPath, renderIcon } from '../../markup/icons';
import { renderActions, renderHeading } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
import { action, icon, line, paragraph, picture } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  eyebrow: s.optional(line(80)),
  heading: line(160),
  subheading: s.optional(paragraph(400)),
  primaryAction: s.optional(action()),
  secondaryAction: s.optional(action()),
  highlights: s.optional(s.array(line(60), { max: 4 })),
  picture: s.optional(picture()),
  icon: s.optional(icon()),
  alignment: s.default(s.enum('left', 'center'), 'left'),
});

/** The opening of a page: a large heading and up to two buttons. */
export const hero = sectionType({
  type: 'hero',
  title: 'Hero',
  description:
    'Opens a page: a large heading on the brand colours, up to two buttons, and a picture or an emblem beside them.',
  content,
  background: 'own',
  example: {
    eyebrow: 'Family run since day one',
    heading: 'Fresh bread, baked before you wake',
    subheading:
      'Sourdough, pastries and proper coffee, made by hand every morning in the heart of the village.',
    primaryAction: { label: 'See what we bake', href: '/menu' },
    secondaryAction: { label: 'Find us', href: '/contact' },
    highlights: ['Baked daily', 'Local flour', 'Open early'],
    icon: 'coffee',
    alignment: 'left',
  },
  render(content, { site, heading, isFirst }) {
    const image = renderPicture(site, content.picture, {
      sizes: '(min-width: 60rem) 36rem, 100vw',
      eager: isFirst,
    });
    const isCentered = content.alignment === 'center' && !image;
    const aside = image ?? (!isCentered && content.icon ? emblem(content.icon) : undefined);
    const layout = isCentered ? 'hero-center' : aside ? 'hero-split' : 'hero-plain';
    return html`<div class="wrap hero-grid ${layout}">
      <div class="hero-words">
        ${isCentered && content.icon && html`<span class="hero-medallion">${renderIcon(content.icon)}</span>`}
        ${content.eyebrow && html`<p class="eyebrow">${content.eyebrow}</p>`}
        ${renderHeading(heading, content.heading)}
        ${content.subheading && html`<p class="lead">${content.subheading}</p>`}
        ${renderActions(content.primaryAction, content.secondaryAction)}
        ${highlights(content.highlights ?? [])}
      </div>
      ${aside && html`<div class="${image ? 'hero-picture' : 'hero-emblem'}">${aside}</div>`}
    </div>`;
  },
  styles: `
.hero{position:relative;isolation:isolate;overflow:hidden;color:var(--on-deep);padding-block:clamp(4.5rem,3rem + 7vw,8.5rem);
background:radial-gradient(90% 120% at 88% 0%,var(--deep-end),transparent 70%),linear-gradient(160deg,var(--deep),var(--footer))}
.hero::before{content:"";position:absolute;inset:0;z-index:-1;opacity:.16;background-image:radial-gradient(currentColor 1px,transparent 1.4px);background-size:26px 26px;
-webkit-mask-image:linear-gradient(105deg,transparent 35%,#000);mask-image:linear-gradient(105deg,transparent 35%,#000)}
.hero::after{content:"";position:absolute;z-index:-1;inset:auto 0 0 0;height:4px;background:linear-gradient(90deg,var(--accent),transparent 70%)}
.hero h1,.hero h2{font-size:clamp(2.35rem,1.45rem + 3.7vw,4.1rem);line-height:1.06;letter-spacing:-.025em;max-width:10.5em}
.hero .lead{font-size:clamp(1.1rem,1.02rem + .4vw,1.3rem);max-width:34em;margin-top:1.4rem}
.hero .actions{margin-top:2.2rem}
.hero-grid{display:grid;gap:3.5rem;align-items:center}
.hero-center{text-align:center}
.hero-center h1,.hero-center h2{margin-inline:auto;max-width:12.4em}
.hero-center .lead{margin-inline:auto}
.hero-center .eyebrow{justify-content:center}
.hero-center .eyebrow::after{content:"";flex:none;width:1.9rem;height:2px;background:var(--accent)}
.hero-center .actions,.hero-center .highlights{justify-content:center}
.hero-emblem{position:absolute;z-index:-1;top:-4.5rem;right:-7rem;width:19rem;opacity:.3}
.hero-medallion{display:grid;place-items:center;width:4.6rem;height:4.6rem;margin:0 auto 1.6rem;border-radius:50%;border:1px solid rgb(255 255 255/.3);background:rgb(255 255 255/.08);color:var(--accent-on-deep)}
.hero-medallion .icon{width:2.1rem;height:2.1rem;stroke-width:1.4}
.hero-picture img{border-radius:var(--radius-large);width:100%;aspect-ratio:5/4;object-fit:cover;box-shadow:0 30px 60px -20px rgb(0 0 0/.5)}
.highlights{display:flex;flex-wrap:wrap;gap:.6rem 1.6rem;margin:2.4rem 0 0;padding:0;list-style:none;font-size:.97rem;color:var(--on-deep-muted)}
.highlights li{display:flex;align-items:center;gap:.5rem}
.highlights .icon{color:var(--accent-on-deep);width:1.15em;height:1.15em;stroke-width:2.6}
@media(min-width:60rem){.hero-split{grid-template-columns:minmax(0,1.2fr) minmax(0,1fr)}
.hero-emblem{position:static;opacity:1;justify-self:end;width:min(100%,27rem)}}
.emblem{display:block;width:100%;overflow:visible}
.emblem-ring{fill:none;stroke:var(--on-deep);stroke-opacity:.16}
.emblem-arc{fill:none;stroke:var(--accent);stroke-width:3;stroke-linecap:round}
.emblem-disc{fill:var(--on-deep);fill-opacity:.07;stroke:var(--on-deep);stroke-opacity:.22}
.emblem-dot{fill:var(--accent)}
.emblem-dot-pale{fill:var(--on-deep);fill-opacity:.55}
.emblem-icon{fill:none;stroke:var(--on-deep);stroke-width:1.1;stroke-linecap:round;stroke-linejoin:round}`,
});

function highlights(texts: readonly string[]): Html | undefined {
  if (texts.length === 0) return undefined;
  return html`<ul class="highlights" role="list">
    ${texts.map((text) => html`<li>${renderIcon('check')}${text}</li>`)}
  </ul>`;
}

/** Rings around a large icon, shown where there is no picture. */
function emblem(name: IconName): Html {
  return html`<svg class="emblem" viewBox="0 0 400 400" aria-hidden="true" focusable="false">
    <circle class="emblem-ring" cx="200" cy="200" r="196" />
    <circle class="emblem-ring" cx="200" cy="200" r="156" stroke-dasharray="2 9" />
    <circle class="emblem-disc" cx="200" cy="200" r="114" />
    <path class="emblem-arc" d="M200 4a196 196 0 0 1 169.7 98" />
    <path class="emblem-arc" d="M44 200a156 156 0 0 0 33 96" />
    <circle class="emblem-dot" cx="369.7" cy="298" r="7" />
    <circle class="emblem-dot" cx="89.7" cy="89.7" r="5" />
    <circle class="emblem-dot-pale" cx="30.3" cy="298" r="4" />
    <circle class="emblem-dot-pale" cx="335" cy="122" r="4" />
    <path class="emblem-icon" transform="translate(140 140) scale(5)" d="${iconPath(name)}" />
  </svg>`;
}
