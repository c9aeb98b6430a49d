import { created, listOf, listQuery, noContent, ok, Result } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { goLive } from './activate-release';
import { diffReleases, getRelease, listReleases } from './read-release';
import { checkRelease, deleteRelease, publishChanges, stageRelease, updateRelease } from './release';
import {
  newRelease,
  release,
  releaseChange,
  releaseCheck,
  releaseDiff,
  releaseFilters,
  releaseSummary,
} from './release.schema';

const RELEASES = '/tenants/:tenantId/releases';

export const releaseRoutes = [
  route({
    method: 'get',
    path: RELEASES,
    summary: 'List the releases of a site',
    allow: 'read:pages',
    query: listQuery({ sort: ['createdAt', 'number', 'activatedAt'], filters: releaseFilters }),
    returns: listOf(releaseSummary),
    handle: (ctx, { query }) => listReleases(ctx, query),
  }),
  route({
    method: 'post',
    path: RELEASES,
    summary: 'Publish every live page that has changed in one release, or stage a release for later',
    description:
      'Pages that were never published stay drafts. Where nothing has changed the answer is 200 with the live release.',
    allow: 'publish:pages',
    body: s.optional(newRelease),
    returns: created(release),
    alsoReturns: ok(release),
    emits: ['release.activated', 'release.staged'],
    example: {},
    errors: ['release.nothing_to_publish', 'site.not_ready', 'release.superseded'],
    handle: async (ctx, { params, body }) => {
      if (body?.status === 'staged') return stageRelease(ctx, body);
      const { release: live, isNew } = await publishChanges(ctx, body);
      if (!isNew) return new Result(live, { returns: ok(release) });
      return new Result(live, {
        headers: { Location: `/api/tenants/${params.tenantId}/releases/${live.id}` },
      });
    },
  }),
  route({
    method: 'get',
    path: `${RELEASES}/:releaseId`,
    summary: 'Read a release: its pages and their versions, or what a staged one will do',
    allow: 'read:pages',
    returns: ok(release),
    errors: ['release.not_found'],
    handle: (ctx, { params }) => getRelease(ctx, params.releaseId),
  }),
  route({
    method: 'put',
    path: `${RELEASES}/:releaseId`,
    summary: 'Change what a staged release will do',
    allow: 'publish:pages',
    body: releaseChange,
    current: (ctx, { releaseId }) => getRelease(ctx, releaseId),
    returns: ok(release),
    emits: ['release.updated'],
    example: { name: 'Spring offers' },
    errors: ['release.not_found', 'release.not_staged', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => updateRelease(ctx, params.releaseId, body),
  }),
  route({
    method: 'delete',
    path: `${RELEASES}/:releaseId`,
    summary: 'Delete a staged release',
    allow: 'publish:pages',
    returns: noContent(),
    emits: ['release.deleted'],
    errors: ['release.not_found', 'release.not_staged', 'request.precondition_failed'],
    handle: (ctx, { params }) => deleteRelease(ctx, params.releaseId),
  }),
  route({
    method: 'get',
    path: `${RELEASES}/:releaseId/check`,
    summary: 'Check what would prevent a release from being activated now',
    allow: 'read:pages',
    returns: ok(releaseCheck),
    operationId: 'checkRelease',
    errors: ['release.not_found'],
    handle: (ctx, { params }) => checkRelease(ctx, params.releaseId),
  }),
  route({
    method: 'post',
    path: `${RELEASES}/:releaseId/activate`,
    summary: 'Make a release live: a staged one, or an earlier one again with the same bytes',
    allow: 'publish:pages',
    returns: ok(release),
    emits: ['release.activated'],
    errors: [
      'release.not_found',
      'release.page_deleted',
      'release.superseded',
      'site.not_ready',
      'request.precondition_failed',
    ],
    handle: (ctx, { params }) => goLive(ctx, params.releaseId),
  }),
  route({
    method: 'get',
    path: `${RELEASES}/:releaseId/diff/:otherId`,
    summary: 'Compare two releases: what visitors of the second see otherwise',
    allow: 'read:pages',
    returns: ok(releaseDiff),
    operationId: 'diffReleases',
    errors: ['release.not_found'],
    handle: (ctx, { params }) => diffReleases(ctx, params.releaseId, params.otherId),
  }),
];
