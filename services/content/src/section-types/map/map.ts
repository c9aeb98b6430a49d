import { type Infer, s } from '@siteninja/schema';
import { type Html, html } from '../../markup/html';
import { renderIcon } from '../../markup/icons';
import { addressLines, locationOf, mapLink, searchLink } from '../../markup/location';
import { renderHead } from '../../markup/parts';
import { stylesheet } from '../../markup/stylesheet';
import { type RenderedSite } from '../../markup/site';
import { wordsOf } from '../../markup/words';
import { headFields, line, locationId, paragraph, variant } from '../fields';
import { sectionType } from '../section-type';

const content = s.object({
  ...headFields(),
  address: s.describe(s.optional(paragraph(300)), 'Without it that of the location is shown.'),
  locationId: locationId(),
  directions: s.optional(paragraph(600)),
  linkLabel: s.optional(line(60)),
  variant: s.describe(
    variant('columns', 'wide'),
    'The map beside the address; or from edge to edge, behind it.',
  ),
});

/**
 * The address with a drawing and a link to OpenStreetMap. An embedded map would tell a third party of every visitor.
 */
export const map = sectionType({
  type: 'map',
  title: 'Map',
  description:
    'Your address with directions and a link to the map. Nothing is loaded from elsewhere. Without an address of its own it shows that of your location.',
  content,
  background: 'alternating',
  example: {
    eyebrow: 'Find us',
    heading: 'In the middle of town',
    address: '12 Market Square\nExampletown',
    directions: 'Two minutes on foot from the bus station. Parking behind the building.',
    linkLabel: 'Open the map',
    variant: 'columns',
  },
  render(content, { site, heading }) {
    const place = placeOf(site, content);
    if (!place) return undefined;
    const words = html`${renderHead(content, { heading })}
      <p class="map-address">${renderIcon('map-pin')}<span>${place.address}</span></p>
      ${content.directions && html`<p class="map-directions">${content.directions}</p>`}
      <p class="actions">
        <a class="button primary" href="${place.href}" rel="noopener"
          >${content.linkLabel ?? wordsOf(site.tenant).openMap}</a
        >
      </p>`;
    if (content.variant === 'wide') {
      return html`<div class="map-wide">
        <div class="wrap"><div class="card">${words}</div></div>
        ${drawing()}
      </div>`;
    }
    return html`<div class="wrap map-columns">
      <div>${words}</div>
      ${drawing()}
    </div>`;
  },
  styles: stylesheet('section-types/map/map.css'),
});

/** The section's own address, else that of its location; undefined where there is neither. */
function placeOf(
  site: RenderedSite,
  { address, locationId: id }: Infer<typeof content>,
): { address: string; href: string } | undefined {
  if (address !== undefined) return { address, href: searchLink(address.replace(/\s*\n\s*/g, ', ')) };
  const location = locationOf(site, id);
  return location && { address: addressLines(site, location).join('\n'), href: mapLink(location) };
}

function drawing(): Html {
  return html`<svg class="map-drawing" viewBox="0 0 560 360" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
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
