import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sectionTypes } from '../section-types';
import { RENDERER_VERSION, renderPage } from './render-page';
import { renderComingSoon, renderGone, renderNotFound, renderUnavailable } from './render-special';
import { everyVariant, formsPage, picturedSite, sampleSite, variantsOf } from './sample-site-test-support';

/** RENDERER_VERSION → digest of the sample pages. A change of the bytes adds a line, and changes none. */
const digests: Record<string, string> = JSON.parse(
  readFileSync(join(__dirname, 'rendered-bytes.json'), 'utf8'),
);

it('what a release renders to changes only with a new RENDERER_VERSION', () => {
  const documents = [
    renderPage(picturedSite, everyVariant),
    renderPage(sampleSite(), everyVariant),
    renderPage(sampleSite(), formsPage, { formToken: (id) => `token-of-${id}` }),
    renderNotFound(sampleSite()),
    renderComingSoon(sampleSite()),
    renderGone(sampleSite()),
    renderUnavailable(sampleSite()),
  ];
  const digest = createHash('sha256').update(JSON.stringify(documents)).digest('base64url');
  expect(digests).toHaveProperty(String(RENDERER_VERSION), digest);
});

it.each([...sectionTypes.keys()])('a section of the type %s can be composed in two ways or more', (type) => {
  const sections = everyVariant.sections.filter((section) => section.type === type);
  const bodies = sections.map((section) => {
    const { html } = renderPage(picturedSite, { ...everyVariant, sections: [section] });
    return html.slice(html.indexOf('<main')).replaceAll(section.sectionId, '');
  });
  expect(variantsOf(type).length).toBeGreaterThanOrEqual(2);
  expect(new Set(bodies).size).toBe(variantsOf(type).length);
});
