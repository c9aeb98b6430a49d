import { s } from '@siteninja/schema';
import { html } from '../../markup/html';
import { renderActions, renderHead } from '../../markup/parts';
import { renderPicture } from '../../markup/picture';
import { stylesheet } from '../../markup/stylesheet';
import { action, line, picture, richText, variant } from '../fields';
import { renderRichText } from '../rich-text/rich-text';
import { sectionType } from '../section-type';

const content = s.object({
  eyebrow: s.optional(line(80)),
  heading: s.optional(line(200)),
  body: richText(),
  picture: s.optional(picture()),
  picturePosition: s.default(s.enum('left', 'right'), 'right'),
  action: s.optional(action()),
  variant: s.describe(
    variant('columns', 'centered', 'edge'),
    'In columns; in one column below a wide picture; beside a picture up to the edge of the screen.',
  ),
});

/** Running text, with a picture beside it where there is one. */
export const text = sectionType({
  type: 'text',
  title: 'Text',
  description: 'Running text with simple markup, its heading beside it, and a picture if you have one.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'Our story',
    heading: 'A small team that answers the phone',
    body:
      '<p>We started with one van and a promise: <strong>do the job as if it were our own house</strong>. Most of our work still comes from people who pass our name on to a neighbour.</p>' +
      '<h3>What that means for you</h3><ul><li>One person who knows your job from start to finish</li><li>A clear price before we begin</li><li>A tidy site every evening</li></ul>',
    picturePosition: 'right',
    action: { label: 'Meet the team', href: '/about' },
    variant: 'columns',
  },
  render(content, { site, heading }) {
    const shown = renderPicture(site, content.picture, { sizes: SIZES[content.variant] });
    const hasHead = content.heading !== undefined || content.eyebrow !== undefined;
    const head = hasHead && renderHead({ eyebrow: content.eyebrow, heading: content.heading }, { heading });
    const body = html`<div class="prose">
      ${renderRichText(content.body, { under: content.heading === undefined ? 'h1' : 'h2' })}
    </div>`;
    const actions = renderActions(undefined, content.action);
    if (content.variant === 'centered') {
      return html`<div class="wrap text-centered">${shown} ${head} ${body} ${actions}</div>`;
    }
    if (!shown) {
      return html`<div class="wrap ${hasHead ? 'text-columns' : 'text-plain'}">
        ${head}
        <div>${body} ${actions}</div>
      </div>`;
    }
    const layout = content.variant === 'edge' ? 'text-edge' : 'wrap text-picture';
    return html`<div class="${layout} text-picture-${content.picturePosition}">
      <div>${head} ${body} ${actions}</div>
      ${shown}
    </div>`;
  },
  styles: stylesheet('section-types/text/text.css'),
});

const SIZES = {
  columns: '(min-width: 60rem) 34rem, 100vw',
  centered: '(min-width: 75rem) 72rem, 100vw',
  edge: '(min-width: 60rem) 50vw, 100vw',
};
