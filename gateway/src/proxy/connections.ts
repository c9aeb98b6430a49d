import { type Server } from 'node:http';
import { type GatewayConfig } from '../config';
import { peerAddress } from '../request/client-address';
import { countByAddress, type ShedReason } from './slots';

/** Closes the connections of an address that has too many. Behind a proxy all of them are the proxy's. */
export function limitConnections(
  server: Server,
  {
    TRUST_PROXY,
    MAX_CONNECTIONS_PER_ADDRESS,
  }: Pick<GatewayConfig, 'TRUST_PROXY' | 'MAX_CONNECTIONS_PER_ADDRESS'>,
  onShed: (reason: ShedReason) => void,
): void {
  if (TRUST_PROXY > 0) return;
  const connections = countByAddress();
  server.on('connection', (socket) => {
    const address = peerAddress(socket);
    if (connections.of(address) < MAX_CONNECTIONS_PER_ADDRESS) {
      socket.once('close', connections.add(address));
      return;
    }
    onShed('address_connections');
    socket.destroy();
  });
}
