import { appOrigin, type IdentityConfig } from '../config';

/** Whom passkeys are for: a domain, and the pages that may ask for them (WebAuthn §5.1.2). */
export interface RelyingParty {
  id: string;
  origins: string[];
}

/** From the configuration alone: no header of a request says where it was made. */
export function relyingParty(config: Readonly<IdentityConfig>): RelyingParty {
  const { PASSKEY_ORIGINS: configured, PASSKEY_DOMAIN: domain } = config;
  const app = new URL(appOrigin(config));
  return { id: domain ?? app.hostname, origins: configured.length > 0 ? [...configured] : [app.origin] };
}
