import { createRegistry, readGauge } from './metrics';

describe('a gauge that is read when Prometheus asks', () => {
  it('is absent while it cannot be read, and the others are told all the same', async () => {
    const registry = createRegistry('billing');
    let isDown = false;
    const read = (value: number) => () =>
      isDown ? Promise.reject(new Error('down')) : Promise.resolve(value);
    readGauge(registry, { name: 'waiting', help: 'What waits.' }, read(3));
    readGauge(registry, { name: 'known', help: 'What is known.' }, () => Promise.resolve(7));
    expect(await registry.metrics()).toContain('waiting{service="billing"} 3\n');
    isDown = true;
    const text = await registry.metrics();
    expect(text).not.toContain('waiting{');
    expect(text).toContain('known{service="billing"} 7\n');
    isDown = false;
    expect(await registry.metrics()).toContain('waiting{service="billing"} 3\n');
  });

  it('forgets a word that is no longer named', async () => {
    const registry = createRegistry('billing');
    const counts: [string, number][] = [['a.one', 2]];
    readGauge(registry, { name: 'letters', help: 'Letters.', label: 'queue' }, () => Promise.resolve(counts));
    expect(await registry.metrics()).toContain('letters{queue="a.one",service="billing"} 2\n');
    counts.length = 0;
    expect(await registry.metrics()).not.toContain('letters{');
  });
});
