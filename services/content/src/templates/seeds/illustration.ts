import { illustrationByName } from '../../illustrations/illustrations';

/** One of the product's pictures, where a section takes a picture. @throws for a name that is none */
export function illustration(name: string): { assetId: string } {
  const found = illustrationByName(name);
  if (!found) throw new Error(`No illustration is named ${name}`);
  return { assetId: found.id };
}
