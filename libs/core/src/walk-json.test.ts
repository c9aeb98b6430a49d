import { walkJson } from './walk-json';

describe('walkJson', () => {
  it('visits the root and every value in it, with its name and depth', () => {
    const nodes = [...walkJson({ a: 1, b: [null, { c: 'x' }] })].map(({ name, depth }) => `${depth}:${name}`);
    expect(nodes.sort()).toEqual(['0:', '1:a', '1:b', '2:0', '2:1', '3:c']);
  });

  it('walks values nested too deeply for recursion', () => {
    let root: unknown = 'end';
    for (let depth = 0; depth < 100_000; depth += 1) root = [root];
    let deepest = 0;
    for (const { depth } of walkJson(root)) deepest = Math.max(deepest, depth);
    expect(deepest).toBe(100_000);
  });

  it('does not read a container that its caller refuses', () => {
    const read = jest.fn();
    const trap = new Proxy({}, { ownKeys: () => (read(), []) });
    for (const { value } of walkJson([trap])) if (value === trap) break;
    expect(read).not.toHaveBeenCalled();
  });
});
