import { locationData } from '../test-support';
import { type Facts } from './facts';

/** For tests: a plumber with a workshop in Bristol. */
export const testFacts: Facts = {
  business: { name: 'Joe', businessName: "Joe's Plumbing", businessHours: {} },
  industry: 'Plumbing',
  profile: { legalName: null, priceRange: null, currency: null },
  places: [locationData()].map(({ label, address, phones, emails, hours }) => ({
    ...{ label, address, phones, emails },
    hours: hours.map((each) => ({ ...each, days: ['friday'] })),
  })),
};
