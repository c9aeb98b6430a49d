import { readTarget } from './paths';

const ID = '0190b3c1-7c6e-7a44-9d0e-3f1b8a5c2d1f';

describe('the ids of a path', () => {
  it('are looked at and forwarded in lower case, however they were written', () => {
    const { segments, path } = readTarget(`/api/tenants/${ID.toUpperCase()}/pages/${ID.toUpperCase()}?q=A`);
    expect(segments).toEqual(['tenants', ID, 'pages', ID]);
    expect(path).toBe(`/tenants/${ID}/pages/${ID}`);
  });

  it('are only those in the form of an id', () => {
    const bare = ID.replaceAll('-', '').toUpperCase();
    expect(readTarget(`/api/tenants/${bare}/A-B`).segments).toEqual(['tenants', bare, 'A-B']);
  });
});
