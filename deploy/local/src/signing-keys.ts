import { identityService } from '@siteninja/identity-service';
import { type SharedPorts, startService } from '@siteninja/service';

/**
 * Withdraws the keys that access tokens are signed with, for when one has become known, and makes another.
 * @param env that of identity
 * @throws a sentence for whatever is missing or wrong
 */
export async function replaceSigningKeys(env: NodeJS.ProcessEnv, shared: SharedPorts = {}): Promise<void> {
  const alone = { ...identityService, routes: {}, consumers: [], jobs: [] };
  const { ctx, stop } = await startService(alone, { ...env, PORT: '0' }, shared);
  try {
    await ctx.ports.signingKeys.replaceAll(ctx);
  } finally {
    await stop();
  }
}
