import { type Business } from '../business';
import { type Client } from '../client';
import { type TestProduct } from '../product';

interface Resource {
  id: string;
  [field: string]: unknown;
}
type Verb = 'get' | 'post' | 'put' | 'delete';

/** A business in which things happen; paths are those within its tenant, and name `ids`. */
export class Stage {
  readonly ids: Record<string, string>;
  #admin: Client;
  #aheadSeconds = 0;

  constructor(
    private readonly product: TestProduct,
    private readonly business: Business,
    /** An address that answers 410. */
    readonly goneUrl: string,
    readonly dns: Map<string, string[]>,
  ) {
    this.ids = { ...business.ids };
    this.#admin = business.admin;
  }

  /** Null where there is no such thing. */
  readonly find = async (path: string): Promise<object | null> => {
    const { status, body } = await this.#admin.get(this.#path(path));
    return status === 200 ? body.data : null;
  };
  readonly read = (path: string) => this.#send('get', path);
  readonly list = async (path: string): Promise<Resource[]> => (await this.read(path)).items;
  readonly post = (path: string, body: object = {}) => this.#send('post', path, body);
  readonly put = (path: string, body: object) => this.#send('put', path, body);
  readonly remove = (path: string) => this.#send('delete', path);

  /** Makes a resource, which paths can name from then on. */
  readonly make = async (name: string, path: string, body: object): Promise<void> => {
    this.ids[name] = (await this.post(path, body)).id;
  };

  readonly upload = async (path: string, file: Buffer): Promise<void> => {
    const { status, body } = await this.#admin.upload(this.#path(path), file, 'told.png');
    if (status >= 300) throw new Error(JSON.stringify(body));
    this.ids['assetId'] = body.data.id;
  };

  readonly submitForm = async (): Promise<void> => {
    const path = this.#path('/public/forms/{formId}?host=told.localhost').replace(/^\/tenants\/[^/]+/, '');
    const { token } = (await this.product.client.get(path)).body.data;
    const fields = { name: 'Mara', email: 'mara@told.example', message: 'Hello again.' };
    this.ids['submissionId'] = (await this.product.client.post(path, { fields, token })).body.data.id;
  };

  /** Has the page published or unpublished so many seconds from now. */
  readonly schedule = async (action: string, seconds: number): Promise<void> => {
    const at = new Date(Date.now() + (this.#aheadSeconds + seconds) * 1_000).toISOString();
    await this.make('scheduleId', '/schedules', { action, pageId: this.ids['pageId'], at });
  };

  readonly pay = async (paymentMethod: string): Promise<void> => {
    const plans = (await this.#admin.get('/plans')).body.data.items;
    const planId = plans.find(({ key }: { key: string }) => key === 'pro').id;
    await this.post('/subscription', { planId, interval: 'month', paymentMethod });
  };

  /** Moves the clock; who was signed in until then signs in again. */
  readonly advance = async (seconds: number): Promise<void> => {
    const platform = await this.#signIn(this.product.superAdmin);
    const { status, body } = await platform.post('/test/clock', { advance: seconds });
    if (status !== 200) throw new Error(JSON.stringify(body));
    this.#aheadSeconds += seconds;
    this.#admin = await this.#signIn(this.business.account);
  };

  /** The id that a path ends with. */
  idIn(path: string): string | undefined {
    return this.ids[/\{(\w+)\}$/.exec(path)?.[1] ?? ''];
  }

  async #signIn(account: object): Promise<Client> {
    const { body } = await this.product.client.post('/auth/login', account);
    return this.product.client.as(body.data.accessToken);
  }

  async #send(verb: Verb, path: string, body: object = {}) {
    const target = this.#path(path);
    const answer = await (verb === 'get' || verb === 'delete'
      ? this.#admin[verb](target)
      : this.#admin[verb](target, body));
    if (answer.status >= 300) throw new Error(`${verb} ${target}: ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  }

  #path(path: string): string {
    const named = path.replace(/\{(\w+)\}/g, (_, name: string) => this.ids[name] ?? `no-${name}`);
    return `/tenants/${this.business.tenantId}${named}`;
  }
}
