import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Ctx,
  type CursorPagination,
  type CursorQuery,
  MAX_PAGE_SIZE,
  newId,
  notFound,
  type Pagination,
  paginationOf,
  type PaginationQuery,
} from '@siteninja/core';
import { type ClientSession, type Model, type QueryFilter, type UpdateQuery } from 'mongoose';
import {
  ALPHABETICAL,
  type BaseFields,
  type CollectionDefinition,
  type FindOptions,
  type NewRow,
} from './definition';
import { writeAsChange } from './changed-tenants';
import { afterCursor, cursorOf } from './pagination';
import { conflictFrom } from './conflict';
import { isDuplicateKey } from './duplicate-key';
import { insertRows } from './insert-rows';
import { modelOf } from './model';
import { fillOlderRow } from './older-rows';
import { type RowChange, updateEach, updateUnchanged } from './update-each';
import { type Joined, writeMany } from './write-many';

const MAX_UPSERT_ATTEMPTS = 5;
const UPSERT_PAUSE_MS = 20;

type Filter<R> = QueryFilter<R>;

/**
 * The rows that a context may reach. Everything is read lean (plain objects), joins the context's
 * transaction if it has one, and turns a broken unique index into the conflict that the index declares.
 */
export class ScopedCollection<R extends BaseFields> {
  readonly #ctx: Ctx;
  readonly #definition: CollectionDefinition;
  readonly #scope: { tenantId?: string };

  constructor(ctx: Ctx, definition: CollectionDefinition, scope: { tenantId?: string }) {
    this.#ctx = ctx;
    this.#definition = definition;
    this.#scope = scope;
  }

  async find(filter: Filter<R>, options: FindOptions = {}): Promise<R[]> {
    const query = this.#model.find(this.#scoped(filter), options.select, this.#session());
    if (options.sort) query.sort(options.sort);
    if (options.alphabetical) query.collation(ALPHABETICAL);
    if (options.skip) query.skip(options.skip);
    if (options.limit) query.limit(options.limit);
    const rows = await query.lean<R[]>().exec();
    return rows.map((row) => fillOlderRow(row, this.#definition, options.select));
  }

  async findOne(filter: Filter<R>, options: Pick<FindOptions, 'select' | 'sort'> = {}): Promise<R | null> {
    const query = this.#model.findOne(this.#scoped(filter), options.select, this.#session());
    if (options.sort) query.sort(options.sort);
    const row = await query.lean<R | null>().exec();
    return row && fillOlderRow(row, this.#definition, options.select);
  }

  /** One page of a list, ties broken by id, with what the client needs to turn pages. */
  async paginate(
    filter: Filter<R>,
    query: PaginationQuery,
    options: Pick<FindOptions, 'select'> = {},
  ): Promise<{ rows: R[]; pagination: Pagination }> {
    const { page, sort } = query;
    const limit = Math.min(query.limit, MAX_PAGE_SIZE);
    const direction = query.order === 'asc' ? 1 : -1;
    const skip = Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER);
    const order: Record<string, 1 | -1> = { [sort === 'id' ? '_id' : sort]: direction, _id: direction };
    const alphabetical = this.#definition.indexes.some((index) => index.alphabetical && sort in index.fields);
    const [rows, total] = await Promise.all([
      this.find(filter, { ...options, sort: order, alphabetical, skip, limit }),
      this.count(filter),
    ]);
    return { rows, pagination: paginationOf({ page, limit }, total) };
  }

  /**
   * One stretch of a log, newest first, ties broken by id. What is added meanwhile moves nothing.
   * @param by the field whose time it goes by
   * @throws invalid for a cursor that is none of ours
   */
  async paginateByCursor(
    filter: Filter<R>,
    query: CursorQuery,
    by: keyof R & string,
  ): Promise<{ rows: R[]; pagination: CursorPagination }> {
    const limit = Math.min(query.limit, MAX_PAGE_SIZE);
    const wanted =
      query.cursor === undefined
        ? filter
        : { $and: [this.#scoped(filter), afterCursor<R>(query.cursor, by)] };
    // One more than asked for says whether there is more.
    const found = await this.find(wanted, { sort: { [by]: -1, _id: -1 }, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const hasNext = found.length > limit;
    return { rows, pagination: { limit, hasNext, nextCursor: hasNext ? cursorOf(rows.at(-1), by) : null } };
  }

  count(filter: Filter<R>): Promise<number> {
    return this.#model.countDocuments(this.#scoped(filter), this.#session()).exec();
  }

  /** @throws conflict, as the broken unique index declares it */
  async insert(row: NewRow<R>): Promise<R> {
    const [inserted] = await this.insertMany([row]);
    if (!inserted) throw new Error('An insert gave nothing back.');
    return inserted;
  }

  /** All or none inside a transaction. @throws conflict, as the broken unique index declares it */
  async insertMany(rows: NewRow<R>[]): Promise<R[]> {
    const now = this.#ctx.clock.now();
    const whole = rows.map((row) => ({
      ...row,
      _id: row._id ?? newId(),
      ...this.#scope,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    }));
    await this.#write(() => insertRows(this.#model.collection, whole, this.#session()));
    // What was written is what was given: nothing is read back, and no mongoose document is made.
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the common fields are R's by its bound
    return whole as unknown as R[];
  }

  /**
   * The row of this id, which also matches `where`.
   * @throws not_found, by the collection's noun
   */
  async get(id: string, where: Filter<R> = {}, options: Pick<FindOptions, 'select'> = {}): Promise<R> {
    return this.#found(await this.findOne({ ...where, _id: id }, options));
  }

  /**
   * Changes the named fields of the row of this id and counts its revision up.
   * @throws not_found, by the collection's noun; conflict, as the broken unique index declares it
   */
  async update(id: string, change: Partial<Omit<R, keyof BaseFields | 'tenantId'>>): Promise<R> {
    const set: UpdateQuery<R>['$set'] = Object.fromEntries(
      Object.entries(change).filter(([, value]) => value !== undefined),
    );
    return this.#found(await this.updateOne({ _id: id }, { $set: set }));
  }

  /**
   * Changes one row that matches, such as one in a known state (compare-and-set), and counts its revision up.
   * @returns the row after the change, or null where none matched
   * @throws conflict, as the broken unique index declares it
   */
  async updateOne(filter: Filter<R>, change: UpdateQuery<R>): Promise<R | null> {
    const row = await this.#write(() =>
      this.#model
        .findOneAndUpdate(this.#scoped(filter), this.#counted(change), {
          ...this.#session(),
          returnDocument: 'after',
        })
        .lean<R | null>()
        .exec(),
    );
    return row && fillOlderRow(row, this.#definition);
  }

  /**
   * Changes many rows in one round trip, see `updateEach`.
   * @throws conflict, as the broken unique index declares it; unavailable where a row has changed meanwhile
   */
  updateEach(changes: readonly RowChange<R>[]): Promise<R[]> {
    return this.#write(() => updateEach(this.#model.collection, changes, this.#how));
  }

  /** The same for those rows alone that are still as they were read. @returns how many these are */
  updateUnchanged(changes: readonly RowChange<R>[]): Promise<number> {
    return this.#write(() => updateUnchanged(this.#model.collection, changes, this.#how));
  }

  /**
   * Keeps a projection of another service's resource: what a newer version says replaces what is known, and what
   * an older or equal one says changes nothing.
   * @param versionField holds the version that the row is of; a row that projects two resources has two of them
   * @returns the row, or null where as new a version was known
   */
  async keepNewest(
    filter: Filter<R>,
    version: number,
    fields: Partial<Omit<R, keyof BaseFields | 'tenantId'>>,
    versionField = 'version',
  ): Promise<R | null> {
    const known: object | null = await this.findOne(filter, { select: { [versionField]: 1 } });
    const knownVersion: unknown = known === null ? undefined : Reflect.get(known, versionField);
    if (typeof knownVersion === 'number' && knownVersion >= version) return null;
    return this.upsert(filter, { $set: { ...fields, [versionField]: version } });
  }

  /**
   * Makes transactions that lock the same row commit one after the other: of two at once one is tried again. Only
   * writes of a row clash, so `counter` is counted up; the revision stays, as the row says nothing new.
   * @returns whether there is such a row
   */
  async lock(filter: Filter<R>, counter: keyof R & string): Promise<boolean> {
    const $inc: UpdateQuery<R>['$inc'] = Object.fromEntries([[counter, 1]]);
    const locked = await this.#model.updateOne(this.#scoped(filter), { $inc }, this.#session()).exec();
    return locked.matchedCount > 0;
  }

  /**
   * Changes the row, or makes it from the filter's equalities and `change` where there is none. Of two that make it at
   * once MongoDB refuses one, and SecantusDB gives it nothing back: it is tried again, but in a transaction, which is
   * begun again as a whole.
   * @throws conflict, as the broken unique index declares it
   */
  async upsert(filter: Filter<R>, change: UpdateQuery<R>): Promise<R> {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = this.#ctx.session !== undefined || attempt === MAX_UPSERT_ATTEMPTS;
      try {
        const made = await writeAsChange(this.#ctx, this.#definition, () => this.#upsertOnce(filter, change));
        const row = made ?? (await this.findOne(filter));
        if (row) return fillOlderRow(row, this.#definition);
        if (isLast) throw new Error('An upsert gave nothing back.');
      } catch (error) {
        if (isLast || !isDuplicateKey(error)) throw conflictFrom(error, this.#definition) ?? error;
      }
      await sleep(UPSERT_PAUSE_MS * attempt);
    }
  }

  #upsertOnce(filter: Filter<R>, change: UpdateQuery<R>): Promise<R | null> {
    const now = this.#ctx.clock.now();
    const whole = this.#counted(change);
    return this.#model
      .findOneAndUpdate(
        this.#scoped(filter),
        { ...whole, $setOnInsert: { _id: filter._id ?? newId(), createdAt: now, ...change.$setOnInsert } },
        { ...this.#session(), returnDocument: 'after', upsert: true },
      )
      .lean<R | null>()
      .exec();
  }

  /** All of them or none. @returns how many rows changed */
  async updateMany(filter: Filter<R>, change: UpdateQuery<R>): Promise<number> {
    const [which, counted] = [this.#scoped(filter), this.#counted(change)];
    const update = (options: Joined) => this.#model.updateMany(which, counted, options).exec();
    return (await this.#write(() => writeMany(this.#ctx, update))).modifiedCount;
  }

  /** All of them or none. @returns how many rows are gone */
  async delete(filter: Filter<R>): Promise<number> {
    const remove = (options: Joined) => this.#model.deleteMany(this.#scoped(filter), options).exec();
    return (await this.#write(() => writeMany(this.#ctx, remove))).deletedCount;
  }

  #found(row: R | null): R {
    if (row === null) throw notFound(this.#definition.noun ?? this.#definition.name);
    return row;
  }

  get #model(): Model<R> {
    return modelOf<R>(this.#ctx.db, this.#definition);
  }

  get #how() {
    return { scope: this.#scope, options: this.#session(), updatedAt: this.#ctx.clock.now() };
  }

  #session(): { session?: ClientSession } {
    return this.#ctx.session ? { session: this.#ctx.session } : {};
  }

  #scoped(filter: Filter<R>): Filter<R> {
    // MongoDB would take undefined for null, and find what was never asked for.
    const unknown = Object.entries(filter).find(([, value]) => value === undefined);
    if (unknown) throw new Error(`The filter on ${this.#definition.name}.${unknown[0]} is undefined.`);
    // SecantusDB finds a row by its id only where that comes first, and else reads the whole collection.
    return { ...('_id' in filter ? { _id: filter._id } : {}), ...filter, ...this.#scope };
  }

  #counted(change: UpdateQuery<R>): UpdateQuery<R> {
    const set = { ...change.$set, updatedAt: this.#ctx.clock.now() };
    return { ...change, $set: set, $inc: { ...change.$inc, revision: 1 } };
  }

  async #write<Result>(write: () => Promise<Result>): Promise<Result> {
    try {
      return await writeAsChange(this.#ctx, this.#definition, write);
    } catch (error) {
      throw conflictFrom(error, this.#definition) ?? error;
    }
  }
}
