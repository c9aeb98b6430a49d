/** A browser draws a picture in which symbols use each other as often as they do so together. */
const MAX_DRAWN = 50_000;

interface Drawn {
  children: Drawn[];
  uses: string | undefined;
  /** Undefined until it is known, and 0 while it is being found out: a circle is drawn by nobody. */
  weight?: number;
}

/** Counts the elements that are drawn once every `use` shows what it refers to. */
export class UseCounter {
  readonly #root: Drawn = { children: [], uses: undefined };
  readonly #open: Drawn[] = [this.#root];
  readonly #byId = new Map<string, Drawn>();

  open(attributes: Record<string, string>, isUse: boolean): void {
    const link = attributes.href ?? attributes['xlink:href'];
    const drawn: Drawn = { children: [], uses: isUse ? link?.trim().replace(/^#/, '') : undefined };
    if (attributes.id !== undefined && !this.#byId.has(attributes.id)) this.#byId.set(attributes.id, drawn);
    this.#open.at(-1)?.children.push(drawn);
    this.#open.push(drawn);
  }

  close(): void {
    if (this.#open.length > 1) this.#open.pop();
  }

  isBounded(): boolean {
    return this.#weigh(this.#root) <= MAX_DRAWN;
  }

  #weigh(drawn: Drawn): number {
    if (drawn.weight !== undefined) return drawn.weight;
    drawn.weight = 0;
    const target = drawn.uses === undefined ? undefined : this.#byId.get(decoded(drawn.uses));
    const parts = target ? [...drawn.children, target] : drawn.children;
    const weight = parts.reduce((sum, part) => Math.min(MAX_DRAWN + 1, sum + this.#weigh(part)), 1);
    drawn.weight = weight;
    return weight;
  }
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
