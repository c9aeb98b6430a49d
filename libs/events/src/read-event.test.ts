import { s } from '@siteninja/schema';
import { readFields } from './read-event';

const schema = s.object({ limits: s.object({ pages: s.integer() }) });

describe('reading what another service has sent', () => {
  it('ignores fields that only a newer service knows, at every depth', () => {
    const sent = { limits: { pages: 5, drafts: 9 }, discount: 1 };
    expect(readFields(schema, sent, 'a plan')).toEqual({ limits: { pages: 5 } });
  });

  it('refuses fields that are not what the schema says, naming them', () => {
    expect(() => readFields(schema, { limits: { pages: 'five' } }, 'a plan')).toThrow(
      /a plan.*limits\.pages/,
    );
  });
});
