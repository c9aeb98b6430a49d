import { type Illustration } from './illustration';

export const restaurantIllustrations: readonly Illustration[] = [
  {
    id: 'd32284f6-3495-4fd4-bf92-dffe76037bfa',
    name: 'restaurant/dining-room-at-dusk',
    group: 'restaurant',
    width: 1200,
    height: 800,
    focus: { x: 55, y: 62 },
    alt: 'Guests at candle-lit tables before tall windows at dusk',
  },
  {
    id: 'bbd9ba48-051b-4cb2-ad79-92eb3463193b',
    name: 'restaurant/table-from-above',
    group: 'restaurant',
    width: 1200,
    height: 900,
    focus: { x: 50, y: 50 },
    alt: 'A table laid with dishes, seen from above in low evening light',
  },
  {
    id: '09e1e78c-3f77-4b90-af7a-b247538e3641',
    name: 'restaurant/chef-at-the-pass',
    group: 'restaurant',
    width: 1200,
    height: 800,
    focus: { x: 50, y: 50 },
    alt: 'A chef plates a dish at the pass while steam rises behind her',
  },
  {
    id: '86728086-eb3f-4b44-a6e8-1c5ec9280092',
    name: 'restaurant/terrace-at-dusk',
    group: 'restaurant',
    width: 1200,
    height: 800,
    focus: { x: 52, y: 62 },
    alt: 'The lit facade of a restaurant with an awning and a terrace at dusk',
  },
  {
    id: '2f1cf344-3308-4a4d-827c-aa40cbd9d0fe',
    name: 'restaurant/ingredients',
    group: 'restaurant',
    width: 900,
    height: 900,
    focus: { x: 50, y: 58 },
    alt: 'Tomatoes, lemons, garlic, herbs and a bottle of oil in evening light',
  },
];
