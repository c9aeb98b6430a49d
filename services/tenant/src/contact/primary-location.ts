import { location } from '@siteninja/contracts';
import { presenter } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { type Contact, locationChange } from './contact';
import { locations } from './location.model';

export const presentLocation = presenter(location);

/** Has the primary location, if there is one, say what the tenant is told. @throws invalid */
export async function updatePrimaryLocation(
  tx: Tx<TenantCtx>,
  contact: Partial<Contact>,
  causedBy: string,
): Promise<void> {
  const row = await locations.in(tx).findOne({ isPrimary: true });
  const change = row && locationChange(row, contact);
  if (!row || !change || Object.keys(change).length === 0) return;
  const after = presentLocation(await locations.in(tx).update(row._id, change));
  tx.recordChange('location.updated', presentLocation(row), after, { causedBy });
}
