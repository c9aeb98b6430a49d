import { createServer, type Server } from 'node:http';
import { type LookupAddress } from 'node:dns';
import { portOf } from '@siteninja/http';
import { isPublicAddress } from './address';
import { type HostLookup, outboundClient, REFUSED_ADDRESS } from './outbound-client';
import { problemWith, readTrustedHosts } from './target';

const NOBODY = new Set<string>();

/** Every form of an address that leads inside. */
const INSIDE = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0.0.0.0',
  '0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.127.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::a00:1]',
  '[2002:7f00:1::]',
  '[2001::1]',
  '[2001:db8::1]',
  '[100::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
];

describe('addresses that lead inside', () => {
  it.each([
    ...INSIDE,
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    'printer.local',
    'metadata.google.internal',
    'router.lan',
    'mongodb',
    '①②⑦.⓪.⓪.①',
  ])('%s is refused when a webhook is created', (host) => {
    expect(problemWith(`https://${host}/hook`, NOBODY)).not.toBeNull();
  });

  it.each(['93.184.215.14', '8.8.8.8', '[2606:4700::6810:84e5]', 'example.com', 'xn--bcher-kva.example'])(
    '%s is taken',
    (host) => {
      expect(problemWith(`https://${host}/hook`, NOBODY)).toBeNull();
    },
  );

  it.each([
    ['http://example.com/', 'must begin with https://'],
    ['ftp://example.com/', 'must begin with https://'],
    ['https://user:secret@example.com/', 'must not contain a user or a password'],
    ['https://example.com/#a', 'must not have a fragment'],
    ['nowhere', 'is no address'],
  ])('%s %s', (url, problem) => {
    expect(problemWith(url, NOBODY)).toBe(problem);
  });

  it('http and private addresses are taken of the hosts that the operator names, by name or by name and port', () => {
    const trusted = readTrustedHosts('localhost, 10.0.0.5:8080');
    expect(problemWith('http://localhost:9000/', trusted)).toBeNull();
    expect(problemWith('http://10.0.0.5:8080/', trusted)).toBeNull();
    expect(problemWith('http://10.0.0.5:8081/', trusted)).not.toBeNull();
    expect(problemWith('http://a.localhost/', trusted)).not.toBeNull();
    expect(() => readTrustedHosts('a b')).toThrow();
  });
});

describe('at the connection', () => {
  let server: Server;
  let connections = 0;
  beforeAll(async () => {
    server = createServer((_request, response) => response.end('inside'));
    server.on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
  });

  const leadingTo =
    (...addresses: string[]): HostLookup =>
    (_host, options, callback) => {
      const found: LookupAddress[] = addresses.map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
      if (options.all) callback(null, found);
      else callback(null, found[0]?.address ?? '', found[0]?.family);
    };
  const post = async (url: string, lookup?: HostLookup, trusted = NOBODY) => {
    const client = outboundClient(trusted, lookup ? { lookup } : {});
    try {
      return await client.post(url, {}, '{}');
    } finally {
      await client.close();
    }
  };

  it.each(INSIDE)('nothing connects to %s', async (host) => {
    const { port } = new URL(`http://a:${portOf(server)}`);
    await expect(post(`http://${host}:${port}/`)).rejects.toMatchObject({ code: REFUSED_ADDRESS });
  });

  it.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['93.184.215.14', '127.0.0.1'],
    ['10.0.0.1'],
    ['169.254.169.254'],
  ])('a name that leads to %s is not connected to', async (...addresses) => {
    const url = `http://rebound.example:${portOf(server)}/`;
    await expect(post(url, leadingTo(...addresses))).rejects.toMatchObject({ code: REFUSED_ADDRESS });
  });

  it('a name that led outside when it was created and leads inside now is not connected to', async () => {
    let asked = 0;
    const client = outboundClient(NOBODY, {
      lookup: (...input) => leadingTo(asked++ === 0 ? '93.184.215.14' : '127.0.0.1')(...input),
      deadlineMs: 50,
    });
    const url = `http://rebound.example:${portOf(server)}/`;
    await client.post(url, {}, '{}').catch(() => undefined);
    await expect(client.post(url, {}, '{}')).rejects.toMatchObject({ code: REFUSED_ADDRESS });
    await client.close();
  });

  it('not one connection was made by all that was refused', () => {
    expect(connections).toBe(0);
  });

  it('a host that the operator names is reached', async () => {
    const host = `localhost:${portOf(server)}`;
    expect(await post(`http://${host}/`, undefined, new Set([host]))).toMatchObject({
      status: 200,
      body: 'inside',
    });
  });

  it('an address is public only where the internet routes it', () => {
    expect(['8.8.8.8', '2606:4700::1111'].map(isPublicAddress)).toEqual([true, true]);
    expect(['', 'x', '127.0.0.1', '::ffff:8.8.8.8', '4000::1'].map(isPublicAddress)).toEqual(
      Array(5).fill(false),
    );
  });
});
