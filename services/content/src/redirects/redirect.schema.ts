import { redirect } from '@siteninja/contracts';
import { type Infer, omit, partial } from '@siteninja/schema';

export { redirect };

export const newRedirect = omit(redirect, 'id', 'tenantId', 'revision', 'createdAt', 'updatedAt');
export type NewRedirect = Infer<typeof newRedirect>;

export const redirectChange = partial(newRedirect);
export type RedirectChange = Infer<typeof redirectChange>;
