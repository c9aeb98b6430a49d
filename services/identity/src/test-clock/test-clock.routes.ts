import { ok } from '@siteninja/http';
import { route } from '../context';
import { advanceClock } from './test-clock';
import { clockChange, clockState } from './test-clock.schema';

export const testClockRoutes = [
  route({
    method: 'post',
    path: '/test/clock',
    operationId: 'advanceTestClock',
    summary: 'Move the time of the product forward, and have everything done that becomes due thereby',
    description:
      'For development and tests: under npm start, and where services are started one by one with one data folder; elsewhere there is no such path. Sessions and other things that expire do so by the moved time.',
    allow: 'super_admin',
    body: clockChange,
    returns: ok(clockState),
    etag: false,
    example: { advance: 60 },
    errors: ['route.not_found'],
    handle: (ctx, { body }) => advanceClock(ctx, body),
  }),
];
