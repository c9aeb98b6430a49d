import { get } from 'node:https';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';

interface Visit {
  host: string;
  port: number;
  /** PEM of who is trusted. */
  root: string;
}

/** A page by HTTPS on this machine, as a browser that looks it up by its host gets it. */
export function visit({ host, port, root }: Visit) {
  return new Promise<{ status: number; protocol: string | null; serial: string; text: string }>(
    (resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port,
        servername: host,
        ca: root,
        headers: { host },
        agent: false,
      };
      const request = get(options, (answer) => {
        const { socket } = answer;
        if (!(socket instanceof TLSSocket)) return reject(new Error('This was no TLS.'));
        const facts = {
          status: answer.statusCode ?? 0,
          protocol: socket.getProtocol(),
          serial: socket.getPeerCertificate().serialNumber,
        };
        text(answer).then((body) => resolve({ ...facts, text: body }), reject);
      });
      request.on('error', reject);
    },
  );
}
