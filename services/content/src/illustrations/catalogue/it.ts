import { type Illustration } from './illustration';

export const itIllustrations: readonly Illustration[] = [
  {
    id: '244bd919-0b47-443b-8536-261f7082ef7a',
    name: 'it/open-office',
    group: 'it',
    width: 1200,
    height: 800,
    focus: { x: 52, y: 55 },
    alt: 'A team at work in a bright office, seen from above',
  },
  {
    id: '9ec3991e-9d4a-4b54-97ce-1128dd2e6349',
    name: 'it/server-room',
    group: 'it',
    width: 1200,
    height: 800,
    focus: { x: 50, y: 55 },
    alt: 'An engineer checks the racks of a server room glowing in the dark',
  },
  {
    id: 'b6f35c00-cbc1-4cf8-8681-bf9bf5d4b60d',
    name: 'it/laptop-city',
    group: 'it',
    width: 1200,
    height: 900,
    focus: { x: 50, y: 52 },
    alt: 'A laptop from which a small city of data grows',
  },
  {
    id: '58231b15-62c8-4004-bade-8da7ebe5541b',
    name: 'it/help-desk',
    group: 'it',
    width: 1200,
    height: 800,
    focus: { x: 50, y: 55 },
    alt: 'A support engineer with a headset at a desk with three screens',
  },
  {
    id: '87567116-c1e3-43b8-beba-acbacd2d6097',
    name: 'it/secure-network',
    group: 'it',
    width: 900,
    height: 900,
    focus: { x: 50, y: 50 },
    alt: 'Houses and offices linked to a locked tower of servers',
  },
];
