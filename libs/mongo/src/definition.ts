import { type Fields, type StoredFields } from '@siteninja/schema';

/** What every row carries besides its own fields. */
export interface BaseFields {
  _id: string;
  /** 1 and up, one more with every change. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What a row has of its own: a resource's schema also names the fields that every row carries. */
export type OwnFields<F extends Fields> = Omit<StoredFields<F>, keyof BaseFields | 'id'>;
export const BASE_FIELDS: ReadonlySet<string> = new Set(['_id', 'id', 'revision', 'createdAt', 'updatedAt']);

/** A row of a tenant's collection. */
export type TenantRow<T> = T & BaseFields & { tenantId: string };
/** A row of a global collection. */
export type GlobalRow<T> = T & BaseFields;

/** What `insert` is given: the row's own fields; the common ones are filled in. */
export type NewRow<R> = Omit<R, keyof BaseFields | 'tenantId'> & { _id?: string; tenantId?: string };

/** By the Unicode Collation Algorithm, which most languages agree with: ä beside a, Zebra after apple. */
export const ALPHABETICAL = { locale: 'en' };

export interface Index {
  fields: Record<string, 1 | -1>;
  /** The query, or the rule, that this index is for. */
  serves: string;
  unique?: boolean;
  /** In alphabetical order, see `ALPHABETICAL`: lists that are sorted by its last field but ids are so, too. */
  alphabetical?: true;
  /** Only rows that match are in the index. */
  where?: Record<string, unknown>;
  /** Rows go this many seconds after the (single) field's time. */
  expiresAfterSeconds?: number;
  /** What a second row with the same values is called: 409, naming the field, in the words of the error's cause. */
  conflict?: { code: string; field: string };
}

export interface CollectionDefinition {
  name: string;
  /** One of them, as errors name it: `page` makes `page.not_found`. */
  noun?: string;
  scope: 'tenant' | 'global';
  /** Usually the fields of the resource's schema and some that stay inside. */
  fields: Fields;
  indexes: Index[];
  /** Rows of a tenant that stay when it is erased, as they hold nothing personal by then. All others are deleted. */
  keptWhenErased?: true;
  /**
   * Puts a row that was stored in an older form into today's, as far as it was read; called with every row that is
   * read. Defaults of new fields are filled in before, and need none of this.
   */
  upgrade?(row: object): void;
}

export interface FindOptions {
  sort?: Record<string, 1 | -1>;
  /** Sorts text as `ALPHABETICAL` does, for which there has to be such an index. */
  alphabetical?: boolean;
  skip?: number;
  limit?: number;
  /** Fields to read, or with 0 to leave out. */
  select?: Record<string, 0 | 1>;
}
