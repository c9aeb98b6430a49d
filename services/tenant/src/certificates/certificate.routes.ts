import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { getCertificate, getChallenge } from './certificate';

export const internalCertificateRoutes = [
  internalRoute(calls.getAcmeChallenge, (ctx, { params }) => getChallenge(ctx, params.token)),
  internalRoute(calls.getCertificate, (ctx, { query }) => getCertificate(ctx, query.host)),
];
