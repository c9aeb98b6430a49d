import { type AnswerOf, calls, type DomainEvent } from '@siteninja/contracts';
import { invalid, newId, notFound, planLimitReached } from '@siteninja/core';
import {
  callers,
  startForTest,
  stubCall,
  type StubbedCall,
  stubDownload,
  stubUpload,
  type TestOptions,
  type TestService,
} from '@siteninja/testing';
import { contentService } from './app';
import { type ContentCtx } from './context';

/** A tenant as the tenant service presents it in its events. */
type TenantData = ReturnType<typeof tenantData>;

/** An asset as it is listed with its file. */
type Original = AnswerOf<typeof calls.listAssetOriginals>['items'][number] & {
  tenantId: string;
  bytes: Buffer;
};

/** A file of an import, and what was said of it. */
export interface ReceivedFile {
  importId: string;
  bytes: Buffer;
  described?: { filename: string; alt: string | null };
}

/** A file that the asset service takes for none that it may keep. */
export const REFUSED_BYTES = Buffer.from('MZ');
/** One for which the plan has no room. */
export const TOO_MUCH = Buffer.from('too much');

export interface TestContent extends TestService<ContentCtx> {
  /** What the asset service knows, by id, and how often it was asked. */
  assets: Map<string, AnswerOf<typeof calls.getAsset>>;
  asked: string[];
  /** The originals that the asset service lists, newest first, by the ids of their assets. */
  originals: Map<string, Original>;
  /** What the asset service has received of imports, by the new ids of their assets; of `REFUSED_BYTES` nothing. */
  received: Map<string, ReceivedFile>;
  /** The ids of the locations that the tenant service knows, whosever they are. */
  locations: Set<string>;
  /** A tenant whose events have arrived, with its starter pages unless a template is named. */
  newTenant(more?: Partial<TenantData>): Promise<TestTenant>;
}

/** One tenant, and its admin at work. */
export interface TestTenant {
  id: string;
  host: string;
  data: TenantData;
  /** Delivers an event of the tenant. */
  tell(type: DomainEvent['type'], version: number, data: Record<string, unknown>): Promise<void>;
  /** The pages by slug. */
  pages(): Promise<Record<string, { id: string; status: string; path: string }>>;
  /** Publishes the page with this slug, and gives it back. */
  publish(slug: string): Promise<Record<string, unknown>>;
  /** What a visitor gets, by host alone. */
  visit(path: string): Promise<{ status: number; headers: Record<string, string>; body: string }>;
}

export async function startContent(options: TestOptions = {}): Promise<TestContent> {
  const assets: TestContent['assets'] = new Map();
  const asked: string[] = [];
  const locations: TestContent['locations'] = new Set();
  const originals: TestContent['originals'] = new Map();
  const received: TestContent['received'] = new Map();
  const service = await startForTest(contentService, {
    ...options,
    stubs: [
      stubCall(calls.getAsset, ({ params, query }) => {
        asked.push(params.assetId);
        const asset = assets.get(params.assetId);
        if (asset?.tenantId !== query.tenantId) throw notFound('asset');
        return asset;
      }),
      stubCall(calls.listAssetOriginals, ({ query }) => {
        const known = [...originals.values()].filter(({ tenantId }) => tenantId === query.tenantId);
        const start = Number(query.cursor ?? 0);
        const items = known
          .slice(start, start + 2)
          .map(({ bytes: _bytes, tenantId: _tenantId, ...item }) => item);
        return { items, nextCursor: start + 2 < known.length ? String(start + 2) : null };
      }),
      stubDownload(calls.downloadAssetOriginal, ({ params, query }) => {
        const known = originals.get(params.assetId);
        if (known?.tenantId !== query.get('tenantId')) throw notFound('asset');
        return { body: known.bytes };
      }),
      ...importStubs(received),
      stubCall(calls.getLocation, ({ params, query }) => {
        if (!locations.has(params.locationId)) throw notFound('location');
        return { id: params.locationId, ...query };
      }),
      ...(options.stubs ?? []),
    ],
  });
  const newTenant = async (more: Partial<TenantData> = {}) => {
    const data = { ...tenantData(newId()), ...more };
    const tenant = tenantAt(service, data);
    await tenant.tell('tenant.created', 2, data);
    return tenant;
  };
  return { ...service, assets, asked, originals, received, locations, newTenant };
}

/** The asset service as an import sees it. */
function importStubs(received: TestContent['received']): StubbedCall[] {
  return [
    stubUpload(calls.importAsset, ({ params: { importId, assetId }, query, bytes }) => {
      if (bytes.equals(REFUSED_BYTES)) throw invalid([{ field: 'file', message: 'It is damaged.' }]);
      const usage = { limit: 5, usage: 9 };
      if (bytes.equals(TOO_MUCH)) throw planLimitReached('storageBytes', 'No room.', usage);
      received.set(assetId, { importId, bytes });
      const tenantId = query.get('tenantId') ?? '';
      const url = `http://localhost:8080/assets/${tenantId}/${assetId}/original-0123456789ab.jpg`;
      const isPicture = !bytes.toString('latin1').startsWith('%PDF');
      const shown = assetData(tenantId, assetId);
      const size = isPicture ? {} : { width: null, height: null, variants: [] };
      return { ...shown, alt: null, url, ...size };
    }),
    stubCall(calls.describeImport, ({ params, body }) => {
      for (const { id, ...described } of body.assets) {
        const file = received.get(id);
        if (file?.importId !== params.importId) throw notFound('asset');
        received.set(id, { ...file, described });
      }
      return {};
    }),
    stubCall(calls.dropImport, ({ params }) => {
      for (const [id, { importId }] of received) if (importId === params.importId) received.delete(id);
      return {};
    }),
  ];
}

function tenantAt(service: TestService<ContentCtx>, data: TenantData): TestTenant {
  const { id } = data;
  const [first] = data.domains;
  const host = first?.domain ?? '';
  const admin = () => service.as(callers.admin(id));
  const pages = async () => {
    const { body } = await admin().get(`/tenants/${id}/pages?limit=100`);
    return Object.fromEntries(body.data.items.map((page: { slug: string }) => [page.slug, page]));
  };
  return {
    id,
    host,
    data,
    pages,
    tell: (type, version, news) =>
      service.deliver({
        type,
        tenantId: id,
        resource: { type: type.split('.')[0] ?? '', id, version },
        data: news,
      }),
    publish: async (slug) => {
      const page = (await pages())[slug];
      const answer = await admin().post(`/tenants/${id}/pages/${page.id}/publish`);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body.data;
    },
    visit: async (path) => {
      const query = `host=${encodeURIComponent(host)}&path=${encodeURIComponent(path)}`;
      const gateway = service.as(callers.service('gateway'));
      return (await gateway.get(`/internal/sites/answer?${query}`)).body.data;
    },
  };
}

/** As presented by the tenant service, with more than content reads. */
export function tenantData(id: string) {
  const subdomain = `joes-${id.slice(-8)}`;
  return {
    id,
    tenantId: id,
    name: "Joe's",
    businessName: "Joe's Plumbing",
    businessType: 'Plumbing',
    description: 'Pipes, day and night.' as string | null,
    subdomain,
    customDomain: null,
    contactPhone: '020 7946 0991' as string | null,
    contactEmail: null as string | null,
    businessHours: { monday: '9:00-17:00' } as Record<string, string>,
    locale: 'en',
    timeZone: null as string | null,
    status: 'trial',
    templateId: null as string | null,
    trialEndsAt: null,
    siteUrl: `http://${subdomain}.localhost:8080`,
    createdAt: new Date().toISOString(),
    updatedAt: new Date().toISOString(),
    deletedAt: null as string | null,
    branding: { id: newId(), tenantId: id, ...brandingData() } as Record<string, unknown> | null,
    subscription: null,
    domains: [
      { id: newId(), domain: `${subdomain}.localhost`, isVerified: true, isSubdomain: true },
      { id: newId(), domain: `claimed-${subdomain}.example`, isVerified: false, isSubdomain: false },
    ],
  };
}

export function brandingData() {
  return {
    primaryColor: '#1D4ED8',
    secondaryColor: '#3B82F6',
    accentColor: '#F59E0B',
    backgroundColor: '#FFFFFF',
    textColor: '#374151',
    fontFamily: 'Inter, sans-serif',
    headingFontFamily: 'Inter, sans-serif',
    logoAssetId: null as string | null,
    faviconAssetId: null as string | null,
    contrast: { ratio: 10.3, level: 'AAA' },
  };
}

/** An image as the asset service presents it. */
export function assetData(tenantId: string, id = newId()) {
  const url = `http://localhost:8080/assets/${tenantId}/${id}`;
  return {
    id,
    tenantId,
    type: 'image',
    filename: 'van.jpg',
    alt: 'Our van' as string | null,
    width: 1600 as number | null,
    height: 900 as number | null,
    url: `${url}/original-0123456789ab.jpg`,
    variants: [
      {
        name: 'small',
        url: `${url}/small-0123456789ab.webp`,
        format: 'webp',
        width: 400,
        height: 225,
        size: 9,
      },
      {
        name: 'small',
        url: `${url}/small-0123456789ab.jpeg`,
        format: 'jpeg',
        width: 400,
        height: 225,
        size: 9,
      },
    ],
  };
}

/** A document as the asset service presents it. */
export function documentData(tenantId: string, id = newId()) {
  const picture = assetData(tenantId, id);
  const url = picture.url.replace('.jpg', '.pdf');
  return {
    ...picture,
    ...{ type: 'document', filename: 'menu.pdf', url, width: null, height: null, variants: [] },
  };
}

/** A location as the tenant service presents it. */
export function locationData(id = newId()) {
  return {
    id,
    label: 'Workshop',
    address: {
      street: '12 Quay Street',
      postalCode: 'BS1 4DB',
      city: 'Bristol',
      region: null as string | null,
      country: 'GB',
    },
    geo: null as { lat: number; lng: number } | null,
    phones: [{ label: 'Office', e164: '+442079460018' }],
    emails: [] as { label: string; address: string }[],
    hours: [{ days: ['friday'], opens: '18:00', closes: '02:00' }],
    exceptions: [] as { date: string; closed?: boolean; opens?: string; closes?: string; note?: string }[],
    isPrimary: true,
    updatedAt: new Date().toISOString(),
  };
}
