import { type Server } from 'node:http';
import { type GatewayConfig } from '../config';
import { peerAddress } from '../request/client-address';
import { countByAddress } from './slots';

/** Closes the connections of an address that has too many. Behind a proxy all of them are the proxy's. */
export function limitConnections(
  server: Server,
  {
    TRUST_PROXY,
    MAX_CONNECTIONS_PER_ADDRESS,
  }: Pick<GatewayConfig, 'TRUST_PROXY' | 'MAX_CONNECTIONS_PER_ADDRESS'>,
): void {
  if (TRUST_PROXY > 0) return;
  const connections = countByAddress();
  server.on('connection', (socket) => {
    const address = peerAddress(socket);
    if (connections.of(address) >= MAX_CONNECTIONS_PER_ADDRESS) socket.destroy();
    else socket.once('close', connections.add(address));
  });
}
