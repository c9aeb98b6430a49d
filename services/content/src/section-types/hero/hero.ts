import { s } from '@siteninja/schema';
import { attributes, type Html, html } from '../../markup/html';
import { type IconName, iconPath, renderIcon } from '../../markup/icons';
import { renderActions, renderHeading } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
import { stylesheet } from '../../markup/stylesheet';
import { type SectionContext } from '../../markup/site';
import { action, icon, line, paragraph, picture, variant } from '../fields';
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
  variant: s.describe(
    variant('split', 'cover', 'edge', 'stacked'),
    'The picture beside the words, behind them, up to the edge of the screen, or below them.',
  ),
});

type Hero = (typeof content)['output'];

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
    variant: 'split',
  },
  render(content, context) {
    const image = renderPicture(context.site, content.picture, {
      sizes: SIZES[content.variant],
      eager: context.isFirst,
    });
    if (content.variant === 'split' || (!image && content.variant === 'cover')) {
      return renderSplit(content, image, context);
    }
    const isCentered = content.alignment === 'center';
    const isDark = content.variant === 'cover';
    const classes = ['wrap', 'hero-grid', isDark && 'deep', isCentered && 'hero-center'].filter(Boolean);
    return html`<div class="hero-${content.variant}">
      <div${attributes({ class: classes.join(' ') })}>${renderWords(content, context)}</div>
      ${image && html`<div class="hero-scene">${image}</div>`}
    </div>`;
  },
  styles: stylesheet('section-types/hero/hero.css'),
});

const SIZES = {
  split: '(min-width: 60rem) 36rem, 100vw',
  cover: '100vw',
  edge: '(min-width: 60rem) 50vw, 100vw',
  stacked: '(min-width: 75rem) 72rem, 100vw',
};

function renderWords(content: Hero, { heading }: SectionContext): Html {
  return html`<div class="hero-words">
    ${content.eyebrow && html`<p class="eyebrow">${content.eyebrow}</p>`}
    ${renderHeading(heading, content.heading)}
    ${content.subheading && html`<p class="lead">${content.subheading}</p>`}
    ${renderActions(content.primaryAction, content.secondaryAction)}
    ${highlights(content.highlights ?? [])}
  </div>`;
}

/** The words beside a picture, or beside an emblem where there is none. */
function renderSplit(content: Hero, image: Html | undefined, context: SectionContext): Html {
  const isCentered = content.alignment === 'center' && !image;
  const aside = image ?? (!isCentered && content.icon ? emblem(content.icon) : undefined);
  const layout = isCentered ? 'hero-center' : aside ? 'hero-split' : 'hero-plain';
  return html`<div class="wrap hero-grid deep ${layout}">
    ${isCentered && content.icon && html`<span class="hero-medallion">${renderIcon(content.icon)}</span>`}
    ${renderWords(content, context)}
    ${aside && html`<div class="${image ? 'hero-picture' : 'hero-emblem'}">${aside}</div>`}
  </div>`;
}

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
