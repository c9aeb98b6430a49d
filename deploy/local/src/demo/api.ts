import { parse, s, type Schema } from '@siteninja/schema';

/** Milliseconds. */
const DEADLINE = 20_000;

/** What the API said no to. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** The product's own API, as any client sees it. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly accessToken?: string,
  ) {}

  as(accessToken: string): Api {
    return new Api(this.url, accessToken);
  }

  /** @throws Refused, and where the answer is not what `answer` says */
  async call<T>(method: 'GET' | 'POST' | 'PUT', path: string, answer: Schema<T>, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.accessToken === undefined ? {} : { authorization: `Bearer ${this.accessToken}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(DEADLINE),
    });
    const sent: unknown = await response.json();
    if (!response.ok) throw refusal(response.status, sent, `${method} ${path}`);
    const checked = parse(
      s.object({ data: answer, success: s.unknown(), message: s.unknown(), meta: s.unknown() }),
      sent,
    );
    if ('errors' in checked) throw new Error(`${method} ${path} answered: ${JSON.stringify(checked.errors)}`);
    return checked.value.data;
  }
}

function refusal(status: number, sent: unknown, what: string): Refused {
  const { error, code } =
    typeof sent === 'object' && sent !== null ? { error: '', code: '', ...sent } : { error: '', code: '' };
  return new Refused(
    status,
    String(code),
    `${what}: ${status} ${String(code)} ${String(error)} ${JSON.stringify(sent)}`,
  );
}
