import { type Illustration } from './illustration';

export const automotiveIllustrations: readonly Illustration[] = [
  {
    id: 'e2ee2a45-9965-4456-a20d-149fc499f061',
    name: 'automotive/showroom-at-night',
    group: 'automotive',
    width: 1200,
    height: 800,
    focus: { x: 54, y: 66 },
    alt: 'A sports car under rings of light in a dark showroom',
  },
  {
    id: 'd8ff0d37-11a4-4e2f-90da-a53d289b490c',
    name: 'automotive/workshop-lift',
    group: 'automotive',
    width: 1200,
    height: 800,
    focus: { x: 52, y: 55 },
    alt: 'A mechanic works under a car on a lift, lit from below',
  },
  {
    id: 'a958a2a0-e14b-4716-b715-d4c56eadff97',
    name: 'automotive/coast-road',
    group: 'automotive',
    width: 1200,
    height: 800,
    focus: { x: 50, y: 62 },
    alt: 'A car on a coast road at sunset, seen from low above the road',
  },
  {
    id: '78a8516a-f3bd-4922-a568-663e202cbccf',
    name: 'automotive/front-light',
    group: 'automotive',
    width: 1200,
    height: 900,
    focus: { x: 58, y: 52 },
    alt: 'The front of a car in half darkness, one headlight burning',
  },
  {
    id: '49da871e-d1b4-46db-b6f6-762c60c3574d',
    name: 'automotive/tyre-change',
    group: 'automotive',
    width: 900,
    height: 900,
    focus: { x: 55, y: 55 },
    alt: 'A mechanic tightens a wheel in the light of a lamp',
  },
];
