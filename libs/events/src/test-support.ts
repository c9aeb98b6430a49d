import { randomUUID } from 'node:crypto';
import { type EventData, type NewEvent } from '@siteninja/contracts';
import { type Caller, createLog, type Ctx, type Logger, newId, systemClock } from '@siteninja/core';
import {
  type CollectionDefinition,
  connectMongo,
  prepareCollections,
  tenantCollection,
} from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { dropDatabase, TcpProxy, testMongoUri } from '@siteninja/testing';
import { eventCollections, outbox } from './outbox/outbox';
import { type Tx } from './tx';

export const USER = {
  type: 'user',
  userId: 'u1',
  sessionId: 's1',
  isSuperAdmin: false,
  tenant: null,
  permissions: new Set(),
} satisfies Caller;

export const silentLog = (): Logger => createLog('test', 'silent');

export interface TestDatabase {
  ctx: Ctx;
  close(): Promise<void>;
}

/** A context on a database of its own, which `close` drops. */
export async function testDatabase(extra: readonly CollectionDefinition[] = []): Promise<TestDatabase> {
  const log = silentLog();
  const db = await connectMongo(testMongoUri(), `events_${randomUUID().slice(0, 8)}`, log);
  await prepareCollections(db, [...eventCollections, ...extra]);
  const ctx: Ctx = {
    caller: USER,
    tenantId: 't1',
    request: { id: 'r1', ipAddress: '127.0.0.1', userAgent: 'test', ifMatch: null },
    config: {},
    ports: {},
    clock: systemClock,
    log,
    db,
    invalidate: () => undefined,
  };
  return {
    ctx,
    close: async () => {
      await db.close();
      await dropDatabase(db.name);
    },
  };
}

/** A database of a test's own, and the way to it through a proxy that the test can cut. */
export interface ProxiedDatabase {
  database: TestDatabase;
  proxy: TcpProxy;
  /** By way of the proxy. */
  ctx: Ctx;
  close(): Promise<void>;
}

export async function proxiedDatabase(): Promise<ProxiedDatabase> {
  const database = await testDatabase([rows.definition]);
  const proxy = await new TcpProxy(testMongoUri()).listen();
  const db = await connectMongo(proxy.url, database.ctx.db.name, silentLog());
  return {
    ...{ database, proxy, ctx: { ...database.ctx, db } },
    close: async () => {
      await db.close();
      await proxy.close();
      await database.close();
    },
  };
}

export const rows = tenantCollection({
  name: 'rows',
  fields: { name: s.string(), count: s.integer() },
  indexes: [
    {
      fields: { tenantId: 1, name: 1 },
      serves: 'one row a name',
      unique: true,
      conflict: { code: 'row.name_taken', field: 'name' },
    },
  ],
});

const NOW = '2026-03-02T09:30:00.000Z';

function newPage(id: string, revision: number): EventData<'page.updated'> {
  return {
    ...{ id, tenantId: 't1', revision, createdAt: NOW, updatedAt: NOW, createdBy: null },
    ...{ slug: 'a', path: '/a', parentId: null, title: `Version ${revision}`, status: 'draft', seo: {} },
    ...{ template: null, publishedVersion: null, publishedAt: null, scheduledAt: null },
    ...{ hasUnpublishedChanges: false, sections: [] },
  };
}

export function newEvent(version = 1, id = 'p1'): NewEvent<'page.updated'> {
  return { type: 'page.updated', resource: { type: 'page', id, version }, data: newPage(id, version) };
}

/** Puts events into the outbox without a relay. */
export function recordTo(tx: Tx, count: number, first = 1): void {
  for (let version = first; version < first + count; version++) tx.record(newEvent(version));
}

export async function waiting(ctx: Ctx): Promise<number> {
  return outbox.in(ctx).count({});
}

/** A name that no other test has, for queues and exchanges. */
export const uniquePrefix = (): string => `test.${newId().slice(-8)}.`;
