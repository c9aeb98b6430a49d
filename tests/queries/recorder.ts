import { createConnection, mongo } from 'mongoose';

export interface Query {
  database: string;
  collection: string;
  filter: Record<string, unknown>;
  sort: Record<string, unknown>;
  /** Whether it compares text by a collation, which an index by code points does not serve. */
  collated: boolean;
}

type Command = Record<string, unknown>;
type Filter = Record<string, unknown>;

/** Notes one example of every shape of query that this process sends to MongoDB. */
export class QueryRecorder {
  readonly #queries = new Map<string, Query>();

  /** Connections made from now on are recorded, if their address says `monitorCommands=true`. */
  start(): void {
    const note = (event: mongo.CommandStartedEvent): void => this.#note(event);
    const { connect } = mongo.MongoClient.prototype;
    jest.spyOn(mongo.MongoClient.prototype, 'connect').mockImplementation(function (this: mongo.MongoClient) {
      this.on('commandStarted', note);
      return connect.call(this);
    });
  }

  queries(): Query[] {
    return [...this.#queries.values()];
  }

  #note({ commandName, command, databaseName: database }: mongo.CommandStartedEvent): void {
    const collection: unknown = command[commandName];
    if (typeof collection !== 'string') return;
    const collated = command['collation'] !== undefined;
    for (const { filter, sort = {} } of selectionsOf(commandName, command)) {
      const query = { database, collection, filter, sort, collated };
      const service = database.replace(/^.*_(?=[a-z]+(_|$))/, '');
      const key = JSON.stringify([service, collection, shapeOf(filter), Object.keys(sort)]);
      if (!this.#queries.has(key)) this.#queries.set(key, query);
    }
  }
}

/** What a command looks for, in the order that it wants it. */
function selectionsOf(name: string, command: Command): { filter: Filter; sort?: Filter }[] {
  const all = (list: unknown): Command[] => (Array.isArray(list) ? list : []);
  const one = (filter: unknown, sort?: unknown) => ({ filter: objectOf(filter), sort: objectOf(sort) });
  switch (name) {
    case 'find':
      return [one(command['filter'], command['sort'])];
    case 'findAndModify':
      return [one(command['query'], command['sort'])];
    case 'update':
      return all(command['updates']).map(({ q }) => one(q));
    case 'delete':
      return all(command['deletes']).map(({ q }) => one(q));
    case 'count':
    case 'distinct':
      return [one(command['query'])];
    case 'aggregate': {
      const [first] = all(command['pipeline']);
      return first && '$changeStream' in first ? [] : [one(first?.['$match'])];
    }
    default:
      return [];
  }
}

const objectOf = (value: unknown): Filter =>
  value instanceof Map ? Object.fromEntries(value) : Object.assign({}, value);

/** The filter without its values: operators and fields. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isPlain) ? value.map(shapeOf) : 'list';
  if (!isPlain(value)) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, shapeOf(part)]));
}

const isPlain = (value: unknown): value is Filter =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Asks the database, once a query, whether an index serves it. */
export class Explainer {
  private constructor(
    private readonly client: mongo.MongoClient,
    private readonly close: () => Promise<void>,
    private readonly isSecantus: boolean,
  ) {}

  static async connect(uri: string): Promise<Explainer> {
    const connection = await createConnection(uri).asPromise();
    const client = connection.getClient();
    const hello = await client.db('admin').command({ hello: 1 });
    return new Explainer(client, () => connection.close(), hello['setName'] === 'secantus');
  }

  async usesIndex({ database, collection, filter, sort, collated }: Query): Promise<boolean> {
    const db = this.client.db(database);
    const indexes = (await db.collection(collection).indexes()).filter(
      (index) => (index['collation'] !== undefined) === collated,
    );
    if (collated) return isBounded(filter, sort, indexes);
    const find = { find: collection, filter, ...(Object.keys(sort).length > 0 ? { sort } : {}) };
    const { queryPlanner } = await db.command({ explain: find, verbosity: 'queryPlanner' });
    if (!JSON.stringify(queryPlanner.winningPlan).includes('COLLSCAN')) return true;
    return this.isSecantus && isBounded(filter, sort, indexes);
  }

  stop(): Promise<void> {
    return this.close();
  }
}

/**
 * SecantusDB explains only what an index serves as a whole. MongoDB takes an index as soon as its first field is
 * bounded, or where it gives the order: that is what is asked here of the indexes themselves.
 */
function isBounded(filter: Filter, sort: Filter, indexes: mongo.IndexDescriptionInfo[]): boolean {
  const { $and: and, ...own } = filter;
  const clauses: Filter = Object.assign({}, own, ...(Array.isArray(and) ? and : []));
  return indexes.some(({ key, partialFilterExpression: partial = {} }) => {
    const [first = ''] = Object.keys(key);
    const covers = Object.entries(partial).every(([field, value]) => implies(clauses[field], value));
    return covers && (first in clauses || sorts(key, sort));
  });
}

/** Whether the index, read in one direction or the other, is in this order. */
function sorts(key: mongo.IndexDescriptionInfo['key'], sort: Filter): boolean {
  const wanted = Object.entries(sort);
  const given = Object.entries(key).slice(0, wanted.length);
  const sameWay = [1, -1].some((way) =>
    wanted.every(([field, order], at) => given[at]?.[0] === field && given[at][1] === Number(order) * way),
  );
  return wanted.length > 0 && sameWay;
}

function implies(clause: unknown, partial: unknown): boolean {
  if (JSON.stringify(clause) === JSON.stringify(partial)) return true;
  const allowed = isPlain(partial) ? partial['$in'] : undefined;
  return Array.isArray(allowed) && allowed.includes(clause);
}
