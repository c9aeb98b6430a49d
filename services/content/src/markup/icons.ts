import { type Html, html } from './html';

/** Stroke icons on a 24 × 24 grid, one path each. */
const PATHS = {
  'arrow-right': 'M5 12h14M13 6l6 6-6 6',
  bolt: 'M13 2.5 4.5 14H11l-1 7.5L19 10h-6.5z',
  briefcase:
    'M4.5 7.5h15A1.5 1.5 0 0 1 21 9v9.5a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18.5V9a1.5 1.5 0 0 1 1.5-1.5zM8.5 7.5V5.5A1.5 1.5 0 0 1 10 4h4a1.5 1.5 0 0 1 1.5 1.5v2M3 13h18',
  calendar:
    'M5.5 5h13A1.5 1.5 0 0 1 20 6.5v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-12A1.5 1.5 0 0 1 5.5 5zM4 10h16M8 3v4M16 3v4',
  camera:
    'M4.5 8h3L9 5.5h6L16.5 8h3A1.5 1.5 0 0 1 21 9.5v8a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-8A1.5 1.5 0 0 1 4.5 8zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  car: 'M3 13l2.2-5.6a1.5 1.5 0 0 1 1.4-.9h10.8a1.5 1.5 0 0 1 1.4.9L21 13v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1zM3 13h18M7 15.5h.01M17 15.5h.01M6 18v2M18 18v2',
  cart: 'M3 4h2l2.5 11h10L20 7.5H6M9 19.5h.01M16.5 19.5h.01',
  chat: 'M4.5 5h15A1.5 1.5 0 0 1 21 6.5v9a1.5 1.5 0 0 1-1.5 1.5H12l-5 4v-4H4.5A1.5 1.5 0 0 1 3 15.5v-9A1.5 1.5 0 0 1 4.5 5zM8 11h.01M12 11h.01M16 11h.01',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  coffee: 'M4 9h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM17 10h1.5a2.5 2.5 0 0 1 0 5H17M8 3v2.5M12.5 3v2.5',
  document:
    'M6.5 3H14l5 5v11.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19.5v-15A1.5 1.5 0 0 1 6.5 3zM14 3v5h5M9 13h6M9 17h4',
  droplet: 'M12 3s6.5 6.7 6.5 11.5a6.5 6.5 0 0 1-13 0C5.5 9.7 12 3 12 3z',
  flame: 'M12.5 3c.5 3.5 5 6 5 11a5.5 5.5 0 0 1-11 0c0-2 1-3.5 2-4.5.3 1.6 1 2.4 2 3 0-3.5.3-6.5 2-9.5z',
  gavel: 'M14 4l6 6M8 10l6 6M15 5l-6 6M19 9l-6 6M11 13l-7 7M13 21h8',
  globe:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3.5 3.5 3.5 14.5 0 18M12 3c-3.5 3.5-3.5 14.5 0 18',
  'graduation-cap': 'M12 4.5 2 9.5l10 5 10-5zM6 11.5V16c0 1.5 3 3 6 3s6-1.5 6-3v-4.5M22 9.5V15',
  hammer: 'M13 8.5 4.7 16.8a1.8 1.8 0 0 0 2.5 2.5L15.5 11M10.5 6c2.5-2.5 5.5-2.5 7.5-.5l3 3-4.5 4.5z',
  heart: 'M12 20.5S3.5 15.5 3.5 9.3A4.7 4.7 0 0 1 12 6.6a4.7 4.7 0 0 1 8.5 2.7c0 6.2-8.5 11.2-8.5 11.2z',
  heartbeat: 'M2.5 12H7l2.5-6 4 12 2.5-6h5.5',
  home: 'M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-6h4v6',
  key: 'M8 20.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM11.5 12.5 20.5 3.5M16 8l3 3M18.5 5.5l2 2',
  laptop: 'M5.5 5h13A1.5 1.5 0 0 1 20 6.5V15H4V6.5A1.5 1.5 0 0 1 5.5 5zM4 15l-2 4h20l-2-4',
  leaf: 'M6 18.5C4.5 10 9.5 4 20 4c0 11-5.5 15.5-14 14.5zM4.5 20.5C6.5 15.5 9.5 12.5 14 10',
  mail: 'M4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-11A1.5 1.5 0 0 1 4.5 5zM3.5 6.5 12 13l8.5-6.5',
  'map-pin': 'M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  phone:
    'M6 3.5h3l2 5-2.5 1.5a12 12 0 0 0 5.5 5.5l1.5-2.5 5 2v3a2 2 0 0 1-2 2A16.5 16.5 0 0 1 4 5.5a2 2 0 0 1 2-2z',
  scales: 'M12 3v18M7 21h10M5 7l7-2 7 2M5 7l-3 7a3.2 3.2 0 0 0 6 0zM19 7l-3 7a3.2 3.2 0 0 0 6 0z',
  scissors: 'M6 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 21a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8.5 7.7 20 19M8.5 16.3 20 5',
  shield: 'M12 3l8 3v6c0 4.5-3.2 7.7-8 9-4.8-1.3-8-4.5-8-9V6zM8.5 12l2.5 2.5L15.5 10',
  sparkles:
    'M11 4.5l1.9 5.6 5.6 1.9-5.6 1.9L11 19.5l-1.9-5.6L3.5 12l5.6-1.9zM19 3v4M17 5h4M19.5 17v3M18 18.5h3',
  star: 'M12 3.5l2.7 5.5 6 .9-4.4 4.2 1.1 6-5.4-2.8-5.4 2.8 1.1-6L3.3 9.9l6-.9z',
  tag: 'M3.5 12.5V5A1.5 1.5 0 0 1 5 3.5h7.5l8 8a1.4 1.4 0 0 1 0 2l-7 7a1.4 1.4 0 0 1-2 0zM8 8h.01',
  thermometer: 'M14 14.5V5a2 2 0 0 0-4 0v9.5a4 4 0 1 0 4 0zM12 9v8',
  truck:
    'M5 17.5H2.5V6h11v11.5H9M13.5 9.5H18l3.5 3.5v4.5h-2M13.5 17.5h2M7 19.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17.5 19.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6',
  users:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.3-3.7 2.8-5.5 6.5-5.5s6.2 1.8 6.5 5.5M15.5 4.7a3.5 3.5 0 0 1 0 6.6M17.5 14.8c2.4.6 3.8 2.3 4 5.2',
  utensils: 'M7 3v18M4 3v4.5a3 3 0 0 0 6 0V3M17 21v-7M17 14c-2.2 0-3-2-3-5 0-3.5 1.3-6 3-6z',
  wine: 'M7 3h10l.5 4.5a5.5 5.5 0 0 1-11 0zM12 13v8M8 21h8M6.6 8h10.8',
  wrench:
    'M20.6 6.7l-3.3 3.2-2.7-.5-.5-2.7L17.3 3.4a5.6 5.6 0 0 0-7.2 7L3.6 16.9a2 2 0 0 0 0 2.8l.7.7a2 2 0 0 0 2.8 0l6.5-6.5a5.6 5.6 0 0 0 7-7.2z',
} as const;

export type IconName = keyof typeof PATHS;

function isIconName(name: string): name is IconName {
  return Object.hasOwn(PATHS, name);
}

/** The names that content may use. */
export const iconNames: readonly IconName[] = Object.keys(PATHS).filter(isIconName);

/** The path data of an icon, for drawings that contain it. */
export function iconPath(name: IconName): string {
  return PATHS[name];
}

/** The icon as inline SVG in the text's colour, hidden from screen readers. */
export function renderIcon(name: IconName, className = 'icon'): Html {
  return html`<svg class="${className}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="${PATHS[name]}" />
  </svg>`;
}
