import { type Illustration } from './illustration';

export const backdropsIllustrations: readonly Illustration[] = [
  {
    id: '7b890082-9e11-431d-8056-8d73d8249490',
    name: 'backdrops/waves',
    group: 'backdrops',
    width: 1600,
    height: 1000,
    focus: { x: 50, y: 60 },
    alt: 'Soft overlapping waves',
  },
  {
    id: '6103c382-3080-4c05-a171-28b4ee81c889',
    name: 'backdrops/cut-paper',
    group: 'backdrops',
    width: 1600,
    height: 1000,
    focus: { x: 50, y: 50 },
    alt: 'Layers of cut paper around a light centre',
  },
  {
    id: 'f7fc688d-afde-4ef2-9cb6-e173c788f98b',
    name: 'backdrops/facets',
    group: 'backdrops',
    width: 1600,
    height: 1000,
    focus: { x: 50, y: 50 },
    alt: 'A calm pattern of triangular facets in dark tones',
  },
];
