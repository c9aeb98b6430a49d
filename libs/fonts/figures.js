/**
 * Writes src/figures.json: what the font packages hold, and the measures that fallbacks are fitted by. Run it when a
 * font package changes (`npm run figures -w @siteninja/fonts`), and increment RENDERER_VERSION in content.
 *
 * A file's name ends in the SHA-256 of its bytes, so that it can be cached for ever. Measures are shares of the em.
 * They come from @capsizecss/metrics, whose widths are averages over the letters as often as text has them; a width
 * is given for regular and for bold, since no single factor fits both.
 */
const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { entireMetricsCollection } = require('@capsizecss/metrics/entireMetricsCollection');
const prettier = require('prettier');
const { dependencies } = require('./package.json');

const SUBSETS = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'greek'];
const INSTALLED = ['arial', 'roboto', 'georgia', 'timesNewRoman', 'notoSerif'];

const round = (value) => Math.round(value * 1e5) / 1e5;
const camelCase = (name) => name.replace(/[ -](\w)/g, (_, letter) => letter.toUpperCase());

function widthsOf(key) {
  const bold = require(`@capsizecss/metrics/${key}/700`);
  const regular = entireMetricsCollection[key];
  const widthOf = ({ xWidthAvg, unitsPerEm }) => round(xWidthAvg / unitsPerEm);
  return { regular: widthOf(regular), bold: widthOf(bold) };
}

function readPackage(name) {
  const folder = dirname(require.resolve(`${name}/package.json`));
  const json = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return { folder, metadata: json('metadata.json'), ranges: json('unicode.json') };
}

function figuresOf(name) {
  const { folder, metadata, ranges } = readPackage(name);
  const hashOf = (subset) => {
    const bytes = readFileSync(join(folder, `files/${metadata.id}-${subset}-wght-normal.woff2`));
    return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  };
  const key = Object.keys(entireMetricsCollection).find(
    (known) => known.toLowerCase() === camelCase(metadata.id).toLowerCase(),
  );
  const { ascent, descent, lineGap, unitsPerEm } = entireMetricsCollection[key];
  return {
    name: metadata.family,
    category: metadata.category,
    minWeight: Number(metadata.variable.wght.min),
    maxWeight: Number(metadata.variable.wght.max),
    ascent: round(ascent / unitsPerEm),
    descent: round(-descent / unitsPerEm),
    lineGap: round(lineGap / unitsPerEm),
    widths: widthsOf(key),
    hashes: Object.fromEntries(
      SUBSETS.filter((subset) => subset in ranges).map((subset) => [subset, hashOf(subset)]),
    ),
  };
}

async function main() {
  const packages = Object.keys(dependencies).filter((name) => name.startsWith('@fontsource-variable/'));
  const { ranges } = readPackage('@fontsource-variable/inter');
  const figures = {
    // The same for all families, as they are divided by Google Fonts.
    ranges: Object.fromEntries(SUBSETS.map((subset) => [subset, ranges[subset]])),
    installedWidths: Object.fromEntries(INSTALLED.map((key) => [key, widthsOf(key)])),
    families: Object.fromEntries(packages.map((name) => [name.split('/')[1], figuresOf(name)])),
  };
  const file = join(__dirname, 'src/figures.json');
  const options = await prettier.resolveConfig(file);
  writeFileSync(file, await prettier.format(JSON.stringify(figures), { ...options, filepath: file }));
}

void main();
