import { type Illustration } from './illustration';

export const retailIllustrations: readonly Illustration[] = [
  {
    id: 'dbac9c1c-ca74-48e8-b581-03ea641a947b',
    name: 'retail/shop-front',
    group: 'retail',
    width: 1200,
    height: 800,
    focus: { x: 52, y: 58 },
    alt: 'The front of a small shop with full windows in a street of paper',
  },
  {
    id: 'e1571faa-3d74-4535-8d69-5cdb038c1c13',
    name: 'retail/gifts-and-bags',
    group: 'retail',
    width: 900,
    height: 900,
    focus: { x: 50, y: 55 },
    alt: 'Shopping bags, boxes and ribbons made of coloured paper',
  },
  {
    id: 'd737c24d-1493-4e49-8254-684bdbdd10b3',
    name: 'retail/inside-the-shop',
    group: 'retail',
    width: 1200,
    height: 800,
    focus: { x: 52, y: 58 },
    alt: 'A shopkeeper hands a parcel to a customer across the counter',
  },
  {
    id: '400d0882-4c77-4d27-bde5-0e9c860bbe03',
    name: 'retail/clothes-rail',
    group: 'retail',
    width: 900,
    height: 1200,
    focus: { x: 50, y: 52 },
    alt: 'A clothes rail, a chair and a hat before arches of coloured paper',
  },
  {
    id: 'a4a405e4-3aa3-4c56-adc5-45e94ac92c3e',
    name: 'retail/street-market',
    group: 'retail',
    width: 1200,
    height: 900,
    focus: { x: 50, y: 60 },
    alt: 'Two stalls under striped awnings with fruit, flowers and visitors',
  },
];
