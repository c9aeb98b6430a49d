import { definePeriodicJob } from '@siteninja/jobs';
import { type IdentityCtx } from '../context';

export const rotateSigningKeys = definePeriodicJob<IdentityCtx>({
  name: 'signing-keys.rotate',
  everySeconds: 60 * 60,
  handle: (tx) => tx.ports.signingKeys.rotateWhenDue(tx),
});
