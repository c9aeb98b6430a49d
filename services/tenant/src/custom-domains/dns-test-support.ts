import dns2 from 'dns2';

const CODES = [
  ['TXT', dns2.Packet.TYPE.TXT],
  ['CNAME', dns2.Packet.TYPE.CNAME],
  ['A', dns2.Packet.TYPE.A],
] as const;
/** What an answer of each type holds. */
const FIELDS = { TXT: 'data', CNAME: 'domain', A: 'address' } as const;

/** A DNS server of a test. */
export class TestDns {
  /** What it says, by type and name. */
  readonly records = new Map<string, string[]>();
  /** Names that lead nowhere, where all others lead to one address. */
  readonly missing = new Set<string>();
  /** Whether it fails whatever it is asked. */
  isDown = false;
  readonly #server = dns2.createServer({
    udp: true,
    handle: (request, send) => void send(this.#answer(request)),
  });

  /** @param leadsTo the address that every name has which is not missing */
  constructor(readonly leadsTo?: string) {}

  /** @returns its address, as DNS_SERVERS takes it */
  async listen(): Promise<string> {
    await this.#server.listen({ udp: { port: 0, address: '127.0.0.1' } });
    return `127.0.0.1:${this.#server.addresses().udp?.port}`;
  }

  close(): Promise<unknown> {
    return this.#server.close();
  }

  #answer(request: dns2.Packet): dns2.Packet {
    const answer = dns2.Packet.createResponseFromRequest(request);
    const [question] = request.questions;
    if (this.isDown) answer.header.rcode = 2;
    for (const [type, code] of CODES) {
      if (question?.type !== code || this.isDown) continue;
      for (const said of this.#valuesOf(type, question.name.toLowerCase())) {
        const common = { name: question.name, type: code, class: dns2.Packet.CLASS.IN, ttl: 1 };
        const resource = new dns2.Packet.Resource();
        answer.answers.push(Object.assign(resource, common, { [FIELDS[type]]: said }));
      }
    }
    return answer;
  }
  #valuesOf(type: keyof typeof FIELDS, name: string): readonly string[] {
    if (type === 'A' && this.leadsTo !== undefined && !this.missing.has(name)) return [this.leadsTo];
    return this.records.get(`${type} ${name}`) ?? [];
  }
}
