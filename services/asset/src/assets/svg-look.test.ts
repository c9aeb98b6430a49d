import { DomainError } from '@siteninja/core';
import sharp from 'sharp';
import { cleanSvg } from './svg';

const XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const svg = (inner: string): string => `<svg ${XMLNS} viewBox="0 0 40 40">${inner}</svg>`;
const pixelsOf = (text: string): Promise<Buffer> =>
  sharp(Buffer.from(text)).resize(160, 160).ensureAlpha().raw().toBuffer();

function refusal(text: string): string {
  try {
    cleanSvg(Buffer.from(text));
    return 'none';
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

const RECT = '<rect width="40" height="40"';

/** Each kind of drawing that real programs export. */
const DRAWINGS: Record<string, string> = {
  'a clip that uses a shape':
    '<defs><rect id="a" width="40" height="40"/></defs><clipPath id="b"><use xlink:href="#a"/></clipPath>' +
    '<circle clip-path="url(#b)" cx="20" cy="20" r="15"/>',
  'a gradient with an accent in its id': `<linearGradient id="Dégradé_sans_nom_2"><stop stop-color="#e41c39"/></linearGradient>${RECT} fill="url(#Dégradé_sans_nom_2)"/>`,
  'ids of other scripts': `<linearGradient id="渐变-1"><stop stop-color="#0a0"/></linearGradient><linearGradient id="Градиент" href="#渐变-1"/>${RECT} fill="url('#Градиент')"/>`,
  'a symbol':
    '<symbol id="s" viewBox="0 0 10 10"><circle r="5" cx="5" cy="5"/></symbol><use href="#s" x="5" width="20" height="20" fill="#06c"/>',
  'a pattern': `<pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(30)"><circle r="3" cx="4" cy="4"/></pattern>${RECT} fill="url(#p)"/>`,
  'a marker':
    '<marker id="m" markerWidth="6" markerHeight="6" refX="3" refY="3" orient="auto"><path d="M0 0l6 3-6 3z"/></marker>' +
    '<path d="M5 20h20" stroke="#000" marker-end="url(#m)"/>',
  'a filter': `<filter id="f" x="-20%" width="140%"><feGaussianBlur in="SourceAlpha" stdDeviation="2" result="b"/><feOffset in="b" dx="2" dy="2"/><feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter><circle cx="20" cy="20" r="10" fill="red" filter="url(#f)"/>`,
  'a colour matrix': `<filter id="f"><feColorMatrix type="matrix" values="0 0 1 0 0 0 1 0 0 0 1 0 0 0 0 0 0 0 1 0"/></filter><circle cx="20" cy="20" r="10" fill="red" filter="url(#f)"/>`,
  'a blend mode': `${RECT} fill="#ff0"/><circle cx="20" cy="20" r="15" fill="#0ff" style="mix-blend-mode:multiply"/>`,
  'an isolated group': `${RECT} fill="#ff0"/><g style="isolation:isolate"><circle cx="20" cy="20" r="15" fill="#0ff" style="mix-blend-mode: multiply"/></g>`,
  'a mask': `<mask id="k" maskUnits="userSpaceOnUse" style="mask-type:alpha"><circle cx="20" cy="20" r="9"/></mask>${RECT} mask="url(#k)"/>`,
  'text with kept white space': '<text y="20" font-size="8" xml:space="preserve">a   b</text>',
  'inline styles': '<path style="fill:#f00 !important; stroke-width:2; stroke:rgb(1,2,3)" d="M5 5h20v20z"/>',
  'a transform in a style': `<rect width="10" height="10" style="transform:translate(10px,10px)"/>`,
  'a link around a shape':
    '<a xlink:href="https://example.com/" fill="#00f"><circle r="9" cx="20" cy="20"/></a>',
  'what Inkscape writes':
    '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.example/"><inkscape:grid xmlns:inkscape="http://i.example/"/></sodipodi:namedview>' +
    '<metadata><rdf:RDF xmlns:rdf="http://r.example/"><x>text</x></rdf:RDF></metadata>' +
    '<g style="fill:#080;-inkscape-stroke:none;line-height:1.25;enable-background:new" id="layer1"><path d="M5 5h20v20z"/></g>',
  'overflowing symbols':
    '<symbol id="s" viewBox="0 0 10 10" overflow="visible"><circle r="9" cx="5" cy="5"/></symbol><use href="#s" x="10" y="10" width="20" height="20"/>',
};

describe('the look of an SVG', () => {
  it.each(Object.entries(DRAWINGS))('%s looks the same afterwards', async (_kind, inner) => {
    const before = svg(inner);
    const { text } = cleanSvg(Buffer.from(before));
    expect((await pixelsOf(text)).equals(await pixelsOf(before))).toBe(true);
    expect(cleanSvg(Buffer.from(text)).text).toBe(text);
    // The drawing shows something, so that two empty pictures do not count as alike.
    const { channels } = await sharp(Buffer.from(text)).ensureAlpha().stats();
    expect(channels[3]?.max).toBeGreaterThan(0);
  });

  it('what the renderer of the tests does not show is kept as it is', () => {
    const onPath =
      '<path id="t" d="M2 20q18-20 36 0" fill="none"></path>' +
      '<text font-size="8"><textPath xlink:href="#t" startOffset="10%">Hello</textPath></text>';
    expect(cleanSvg(Buffer.from(svg(onPath))).text).toContain(onPath);
  });

  it('a length without a unit in a style counts for nothing, as in browsers', () => {
    const { text } = cleanSvg(
      Buffer.from(svg('<text font-size="9" style="font-size:30;letter-spacing:0">Hi</text>')),
    );
    expect(text).toContain('<text font-size="9" letter-spacing="0">Hi</text>');
  });

  it('what cannot be kept is refused by its name', () => {
    const refused: [string, string][] = [
      ['<use href="https://evil.example/x.svg#a"/>', '<use>'],
      ['<use xlink:href="data:image/svg+xml;base64,PHN2Zz4=#x"/>', '<use>'],
      ['<linearGradient href="https://evil.example/#a"/>', '<linearGradient>'],
      ['<image href="data:image/png;base64,iVBORw0KGgo="/>', '<image>'],
      ['<filter id="f"><feImage href="#a"/></filter>', '<feImage>'],
      ['<foreignObject><p>x</p></foreignObject>', '<foreignObject>'],
      ['<rect><animate attributeName="x" to="9"/></rect>', '<animate>'],
      ['<rect><set attributeName="x" to="9"/></rect>', '<set>'],
      ['<switch><g/></switch>', '<switch>'],
      ['<g systemLanguage="de"/>', 'systemLanguage'],
      ['<path fill="url(https://evil.example/#a)"/>', 'fill'],
      ['<path fill="url(#a) url(https://evil.example/)"/>', 'fill'],
      ['<path style="mask-image:url(//evil.example/x)"/>', 'mask-image'],
      ['<path style="fill:var(--brand)"/>', 'fill'],
      ['<g xmlns:s="http://www.w3.org/2000/svg"><s:rect/></g>', '<s:rect>'],
      ['<hatch/>', '<hatch>'],
    ];
    for (const [inner, name] of refused) {
      expect([inner, refusal(svg(inner))]).toEqual([inner, expect.stringContaining(name)]);
    }
    const entities = `<!DOCTYPE svg [<!ENTITY c "#f00">]>${svg(`${RECT} fill="&c;"/>`)}`;
    expect(refusal(entities)).toContain('DOCTYPE');
  });

  it('symbols that use each other without bound are refused, and circles are drawn by nobody', () => {
    const doubled = Array.from(
      { length: 30 },
      (_, level) => `<g id="g${level + 1}"><use href="#g${level}"/><use href="#g${level}"/></g>`,
    );
    expect(refusal(svg(`<path id="g0" d="M0 0h1"/>${doubled.join('')}`))).toContain('use each other');
    expect(refusal(svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'))).toBe('none');
    expect(refusal(svg('<g id="a"><use href="#a"/></g>'))).toBe('none');
  });
});
