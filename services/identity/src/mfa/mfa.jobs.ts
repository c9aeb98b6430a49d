import { encryptAnewJobs } from '@siteninja/service';
import { type IdentityCtx } from '../context';
import { type SecondFactorRow, secondFactors } from './mfa.model';
import { totpName } from './second-factor';

/** So that the secrets of people who never sign in need no key that was replaced. */
export const renewSecrets = encryptAnewJobs<IdentityCtx, SecondFactorRow>({
  find: (ctx, after, limit) =>
    secondFactors.in(ctx).find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit }),
  renew: async (ctx, { _id, encryptedSecret: text }, ring) => {
    const encryptedSecret = ring.renew(text, totpName(_id));
    if (encryptedSecret === text) return;
    await secondFactors.in(ctx).updateOne({ _id, encryptedSecret: text }, { $set: { encryptedSecret } });
  },
});
