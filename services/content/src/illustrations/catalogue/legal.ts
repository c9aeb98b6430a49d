import { type Illustration } from './illustration';

export const legalIllustrations: readonly Illustration[] = [
  {
    id: '43782b7c-4273-4916-ad2d-434e82f5aadd',
    name: 'legal/courthouse-steps',
    group: 'legal',
    width: 1200,
    height: 800,
    focus: { x: 60, y: 55 },
    alt: 'Two lawyers walk up the steps of a courthouse with tall columns',
  },
  {
    id: '9c367293-221c-43ab-b2e7-dc5fb68823eb',
    name: 'legal/library',
    group: 'legal',
    width: 1200,
    height: 800,
    focus: { x: 45, y: 60 },
    alt: 'A lawyer reads at a desk in a library of law books',
  },
  {
    id: '5c7e9639-4c88-41b3-a3f2-388fd1c59ba4',
    name: 'legal/scales',
    group: 'legal',
    width: 900,
    height: 900,
    focus: { x: 48, y: 50 },
    alt: 'A pair of scales, law books and a gavel in raking light',
  },
  {
    id: '38f010ec-a996-421f-a321-687c1bf36a2e',
    name: 'legal/consultation',
    group: 'legal',
    width: 1200,
    height: 900,
    focus: { x: 50, y: 60 },
    alt: 'Two clients and their lawyer talk at a round table above the city',
  },
  {
    id: 'ae5c16f3-9d92-4da2-9dc6-2d72c43d005b',
    name: 'legal/signature',
    group: 'legal',
    width: 1200,
    height: 800,
    focus: { x: 50, y: 52 },
    alt: 'A hand signs a contract with a fountain pen beside a seal',
  },
];
