import { type Illustration } from './illustration';

export const healthcareIllustrations: readonly Illustration[] = [
  {
    id: '29b00a64-ff49-4ab8-a91f-48256dfa11b9',
    name: 'healthcare/consultation',
    group: 'healthcare',
    width: 1200,
    height: 800,
    focus: { x: 54, y: 64 },
    alt: 'A doctor talks with a mother and her child in a bright practice',
  },
  {
    id: 'c0643e90-0942-4d9d-81d3-a57911ddcd55',
    name: 'healthcare/reception',
    group: 'healthcare',
    width: 1200,
    height: 800,
    focus: { x: 56, y: 60 },
    alt: 'A round reception desk in a light-filled clinic',
  },
  {
    id: '6fb0b2a5-65d9-40d2-923a-00331ab0d7fc',
    name: 'healthcare/treatment-room',
    group: 'healthcare',
    width: 1200,
    height: 900,
    focus: { x: 50, y: 58 },
    alt: 'A dentist and a patient in a treatment room with a view of trees',
  },
  {
    id: '508714e4-fa6a-4d1b-8167-32c7c7edc233',
    name: 'healthcare/physiotherapy',
    group: 'healthcare',
    width: 1200,
    height: 800,
    focus: { x: 52, y: 44 },
    alt: 'A physiotherapist helps an older man to stretch',
  },
  {
    id: '9f300523-f818-4e5b-bd05-c82b3819a199',
    name: 'healthcare/still-life',
    group: 'healthcare',
    width: 900,
    height: 900,
    focus: { x: 50, y: 55 },
    alt: 'A stethoscope, a heart and flowers in soft light',
  },
];
