import { type Illustration } from './illustration';

export const realEstateIllustrations: readonly Illustration[] = [
  {
    id: 'f97c5c26-6d65-42df-a489-a1cc41cea1f4',
    name: 'real-estate/modern-house',
    group: 'real-estate',
    width: 1200,
    height: 800,
    focus: { x: 58, y: 60 },
    alt: 'A modern house with long shadows on the lawn at sunset',
  },
  {
    id: '22bfd2de-754e-412f-831c-ab3111972257',
    name: 'real-estate/terraced-houses',
    group: 'real-estate',
    width: 1200,
    height: 800,
    focus: { x: 50, y: 55 },
    alt: 'A row of painted town houses in low evening sun',
  },
  {
    id: 'a7742ea9-3c8d-4bb0-9263-084b2379accd',
    name: 'real-estate/living-room',
    group: 'real-estate',
    width: 1200,
    height: 800,
    focus: { x: 48, y: 58 },
    alt: 'A bright living room with tall windows and a view of the sea',
  },
  {
    id: '5d5ef98f-a4bb-4ada-a019-2812a401445c',
    name: 'real-estate/new-home',
    group: 'real-estate',
    width: 1200,
    height: 900,
    focus: { x: 50, y: 58 },
    alt: 'A couple carry boxes into their new home',
  },
  {
    id: 'a004b5a7-a721-482f-b218-31bbb7ad1983',
    name: 'real-estate/apartment-block',
    group: 'real-estate',
    width: 900,
    height: 1200,
    focus: { x: 50, y: 45 },
    alt: 'An apartment block with balconies and roof garden above the trees',
  },
];
