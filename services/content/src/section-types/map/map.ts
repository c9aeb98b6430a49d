import { s } from '@siteninja/schema';
import { type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { renderHead } from '../../markup/parts';
import { wordsOf } from '../../markup/words';
import { headFields, line, paragraph } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  address: paragraph(300),
  directions: s.optional(paragraph(600)),
  linkLabel: s.optional(line(60)),
});

/**
 * The address with a drawing and a link to OpenStreetMap. An embedded map would tell a third party of every visitor.
 */
export const map = sectionType({
  type: 'map',
  title: 'Map',
  description: 'Your address with directions and a link to the map. Nothing is loaded from elsewhere.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'Find us',
    heading: 'In the middle of town',
    address: '12 Market Square\nExampletown',
    directions: 'Two minutes on foot from the bus station. Parking behind the building.',
    linkLabel: 'Open the map',
  },
  render(content, { site, heading }) {
    const query = encodeURIComponent(content.address.replace(/\s*\n\s*/g, ', '));
    const href = `https://www.openstreetmap.org/search?query=${query}`;
    return html`<div class="wrap map-columns">
      <div>
        ${renderHead(content, { heading })}
        <p class="map-address">${renderIcon('map-pin')}<span>${content.address}</span></p>
        ${content.directions && html`<p class="map-directions">${content.directions}</p>`}
        <p class="actions">
          <a class="button primary" href="${href}" rel="noopener"
            >${content.linkLabel ?? wordsOf(site.tenant).openMap}</a
          >
        </p>
      </div>
      ${drawing()}
    </div>`;
  },
  styles: `
.map .head{margin-bottom:1.6rem}
.map-address{display:flex;gap:.8rem;font-size:1.15rem;font-weight:600;color:var(--heading);white-space:pre-line}
.map-address .icon{flex:none;margin-top:.15rem;color:var(--brand-text)}
.map-directions{color:var(--muted);margin-top:1rem;white-space:pre-line;max-width:34em}
.map .actions{margin-top:1.8rem}
.map-drawing{width:100%;border-radius:var(--radius-large);background:var(--soft);border:1px solid var(--line)}
.map-road{fill:none;stroke:var(--surface);stroke-width:16;stroke-linecap:round}
.map-lane{fill:none;stroke:var(--surface);stroke-width:7}
.map-park{fill:var(--brand);fill-opacity:.14}
.map-pin{fill:var(--brand);stroke:var(--surface);stroke-width:4}
.map-pin-hole{fill:var(--on-brand)}
@media(min-width:60rem){.map-columns{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,7fr);gap:4rem;align-items:center}}
@media(max-width:59.99rem){.map-drawing{margin-top:2.4rem}}`,
});

function drawing(): Html {
  return html`<svg class="map-drawing" viewBox="0 0 560 360" aria-hidden="true" focusable="false">
    <path class="map-park" d="M330 40h150l40 90-120 60-90-50zM40 230l110-30 50 90-80 70H40z" />
    <path
      class="map-road"
      d="M-10 120 180 150 330 130 570 210M210-10 240 150 200 380M400-10 380 150 450 380"
    />
    <path
      class="map-lane"
      d="M-10 40 220 60 560 30M-10 210 230 225 420 250 570 300M90-10 100 135 60 380M310-10 320 130 300 380M500-10 480 180 540 380M-10 300 210 310 440 340"
    />
    <path class="map-pin" d="M280 238s62-56 62-104a62 62 0 0 0-124 0c0 48 62 104 62 104z" />
    <circle class="map-pin-hole" cx="280" cy="134" r="22" />
  </svg>`;
}
