import { contactForm } from './contact-form/contact-form';
import { cta } from './cta/cta';
import { faq } from './faq/faq';
import { features } from './features/features';
import { footer } from './footer/footer';
import { gallery } from './gallery/gallery';
import { hero } from './hero/hero';
import { hours } from './hours/hours';
import { map } from './map/map';
import { pricing } from './pricing/pricing';
import { type SectionType } from './section-type';
import { services } from './services/services';
import { team } from './team/team';
import { testimonials } from './testimonials/testimonials';
import { text } from './text/text';

/** Every section type, in the order in which they are offered: a new one is a folder, and a line here. */
export const registry: readonly SectionType[] = [
  hero,
  text,
  features,
  services,
  gallery,
  testimonials,
  team,
  pricing,
  faq,
  cta,
  contactForm,
  map,
  hours,
  footer,
];
