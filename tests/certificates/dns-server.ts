import dns2 from 'dns2';

/** A DNS server in which every name leads to this machine. */
export interface DnsServer {
  /** Address and port. */
  address: string;
  /** What it says of TXT records, by name. */
  readonly texts: Map<string, string[]>;
  /** Names that lead nowhere. */
  readonly missing: Set<string>;
  close(): Promise<void>;
}

export async function startDnsServer(): Promise<DnsServer> {
  const texts = new Map<string, string[]>();
  const missing = new Set<string>();
  const { Packet } = dns2;
  const server = dns2.createServer({
    udp: true,
    handle: (request, send) => {
      const answer = Packet.createResponseFromRequest(request);
      const [question] = request.questions;
      const name = question?.name.toLowerCase() ?? '';
      const add = (fields: object) => {
        const common = { name: question?.name, type: question?.type, class: Packet.CLASS.IN, ttl: 1 };
        answer.answers.push(Object.assign(new Packet.Resource(), common, fields));
      };
      if (question?.type === Packet.TYPE.TXT) (texts.get(name) ?? []).forEach((data) => add({ data }));
      if (question?.type === Packet.TYPE.A && !missing.has(name)) add({ address: '127.0.0.1' });
      void send(answer);
    },
  });
  await server.listen({ udp: { port: 0, address: '127.0.0.1' } });
  const { port } = server.addresses().udp ?? { port: 0 };
  return {
    address: `127.0.0.1:${port}`,
    texts,
    missing,
    close: async () => {
      await server.close();
    },
  };
}
