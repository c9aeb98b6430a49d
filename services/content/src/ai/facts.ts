import { textOfHours, WEEKDAYS } from '@siteninja/core';
import { type ProfileFields } from '@siteninja/contracts';
import { businessHours, type DayHours, readableHours } from '../markup/business';
import { type SiteFacts, type SiteLocation } from '../markup/site';

/** What is known of a business: the only facts that a proposal may state. */
export interface Facts {
  readonly business: SiteFacts;
  /** As the business calls it, such as `Plumbing`; null where it is none of the known ones. */
  readonly industry: string | null;
  readonly profile: Pick<ProfileFields, 'legalName' | 'priceRange' | 'currency'>;
  /** The primary one first. */
  readonly places: readonly Pick<SiteLocation, 'label' | 'address' | 'phones' | 'emails' | 'hours'>[];
}

export function citiesOf({ places }: Facts): string[] {
  return [...new Set(places.map(({ address }) => address.city))];
}

/** As the business writes it, else that of its primary location. */
export function phoneOf({ business, places }: Facts): string | undefined {
  return business.contactPhone ?? places[0]?.phones[0]?.e164;
}

export function emailOf({ business, places }: Facts): string | undefined {
  return business.contactEmail ?? places[0]?.emails[0]?.address;
}

/** When it is open, days of the same hours together: `Monday–Friday 9:00–17:00`. None where it does not say. */
export function hoursOf({ business, places }: Facts): string[] {
  const isSaid = Object.keys(business.businessHours).length > 0;
  const days = businessHours(
    isSaid ? business : { ...business, businessHours: textOfHours(places[0]?.hours ?? []) },
  );
  const groups: DayHours[][] = [];
  for (const day of days) {
    const group = groups.at(-1);
    if (group && follows(group.at(-1), day)) group.push(day);
    else groups.push([day]);
  }
  return groups.map((group) => {
    const names = [group[0], ...(group.length > 1 ? [group.at(-1)] : [])].map((day) => day?.day);
    return `${names.join('–')} ${readableHours(group[0]?.text ?? '')}`;
  });
}

/** Whether the second is the next day of the week, with the same hours. */
function follows(first: DayHours | undefined, second: DayHours): boolean {
  if (first?.text !== second.text) return false;
  return WEEKDAYS.indexOf(first.weekday) + 1 === WEEKDAYS.indexOf(second.weekday);
}
