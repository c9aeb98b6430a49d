import http from 'node:http';
import { json } from 'node:stream/consumers';
import supertest, { type Response, type Test } from 'supertest';
import { assertDocumented } from './document';

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A client of the public API, as one caller; every answer is held against the OpenAPI document. */
export class Client {
  constructor(
    readonly url: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  with(headers: Record<string, string>): Client {
    return new Client(this.url, { ...this.headers, ...headers });
  }

  as(accessToken: string): Client {
    return this.with({ authorization: `Bearer ${accessToken}` });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send('get', path, undefined, headers);
  }

  post(path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    return this.send('post', path, body, headers);
  }

  put(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return this.send('put', path, body, headers);
  }

  delete(path: string): Promise<Response> {
    return this.send('delete', path);
  }

  upload(
    path: string,
    file: Buffer,
    filename: string,
    fields: Record<string, string> = {},
  ): Promise<Response> {
    const request = this.request('post', path).attach('file', file, filename);
    for (const [name, value] of Object.entries(fields)) void request.field(name, value);
    return this.answer('post', path, request);
  }

  /** A body that is an archive. */
  archive(path: string, bytes: Buffer): Promise<Response> {
    return this.answer('post', path, this.request('post', path).type('application/gzip').send(bytes));
  }

  /** The same, but of the bytes the first ones alone are sent, and nothing comes after them. */
  async unfinished(path: string, bytes: Buffer, sent: number): Promise<{ status: number; body: unknown }> {
    const headers = { ...this.headers, 'content-type': 'application/gzip', 'content-length': bytes.length };
    const request = http.request(`${this.url}/api${path}`, { method: 'POST', headers });
    request.write(bytes.subarray(0, sent));
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject);
    });
    const body: unknown = await json(response);
    request.destroy();
    return { status: response.statusCode ?? 0, body };
  }

  /** The bytes of what is no JSON. */
  async bytes(path: string): Promise<Buffer> {
    const { body } = await this.request('get', path).responseType('blob');
    if (!Buffer.isBuffer(body)) throw new Error(`${path} has given no bytes.`);
    return body;
  }

  /** A page of a tenant's site, as a browser that looks it up by its host would get it. */
  site(host: string, path = '/', headers: Record<string, string> = {}): Promise<Response> {
    return supertest(this.url)
      .get(path)
      .redirects(0)
      .set({ host, ...headers })
      .then((response) => response);
  }

  /** A form of a tenant's site, as a browser sends it. */
  submit(host: string, path: string, fields: Record<string, string>): Promise<Response> {
    return supertest(this.url)
      .post(path)
      .redirects(0)
      .set({ host })
      .type('form')
      .send(fields)
      .then((response) => response);
  }

  private send(
    verb: Verb,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const request = this.request(verb, path).set(headers);
    return this.answer(verb, path, body === undefined ? request : request.send(body));
  }

  private request(verb: Verb, path: string): Test {
    return supertest(this.url)[verb](`/api${path}`).set(this.headers);
  }

  private async answer(verb: Verb, path: string, request: Test): Promise<Response> {
    const response = await request;
    assertDocumented(verb, path, response);
    return response;
  }
}
