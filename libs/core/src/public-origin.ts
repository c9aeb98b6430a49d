/** How the public reaches the gateway: a part of every service's configuration. */
interface PublicAddress {
  PUBLIC_SCHEME: 'http' | 'https';
  PUBLIC_PORT: number;
}

/** The origin of a public host, such as `https://joes.example`; the scheme's default port is left out. */
export function publicOrigin({ PUBLIC_SCHEME, PUBLIC_PORT }: PublicAddress, host: string): string {
  return new URL(`${PUBLIC_SCHEME}://${host}:${PUBLIC_PORT}`).origin;
}
