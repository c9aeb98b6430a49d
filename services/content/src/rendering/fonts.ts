/**
 * Fonts are never downloaded. Each font has a stack of installed fonts of a similar look, itself first for visitors
 * who have it.
 */
const GROTESQUE = "'Helvetica Neue', 'Arial Nova', 'Nimbus Sans', Arial, sans-serif";
const SYSTEM = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const HUMANIST = "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'Segoe UI', sans-serif";
const GEOMETRIC = "Avenir, 'Avenir Next', Corbel, 'URW Gothic', 'Segoe UI', sans-serif";
const OLD_STYLE = "'Iowan Old Style', 'Palatino Linotype', 'URW Palladio L', P052, Georgia, serif";
const TRANSITIONAL = "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif";
const DIDONE = "Didot, 'Bodoni MT', 'Noto Serif Display', 'URW Palladio L', P052, Georgia, serif";
const SLAB = "Rockwell, 'Rockwell Nova', 'Roboto Slab', 'Sitka Small', serif";
const MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

const STACKS: ReadonlyMap<string, string> = new Map([
  ['inter', `Inter, ${SYSTEM}`],
  ['system-ui', SYSTEM],
  ['roboto', `Roboto, ${SYSTEM}`],
  ['arial', 'Arial, Helvetica, sans-serif'],
  ['helvetica', `Helvetica, ${GROTESQUE}`],
  ['helvetica neue', GROTESQUE],
  ['verdana', 'Verdana, Geneva, sans-serif'],
  ['tahoma', 'Tahoma, Geneva, sans-serif'],
  ['trebuchet ms', "'Trebuchet MS', Calibri, sans-serif"],
  ['open sans', `'Open Sans', ${HUMANIST}`],
  ['lato', `Lato, ${HUMANIST}`],
  ['source sans pro', `'Source Sans Pro', 'Source Sans 3', ${HUMANIST}`],
  ['source sans 3', `'Source Sans 3', 'Source Sans Pro', ${HUMANIST}`],
  ['nunito', `Nunito, ${GEOMETRIC}`],
  ['raleway', `Raleway, ${GEOMETRIC}`],
  ['work sans', `'Work Sans', ${SYSTEM}`],
  ['dm sans', `'DM Sans', ${GEOMETRIC}`],
  ['montserrat', `Montserrat, ${GEOMETRIC}`],
  ['poppins', `Poppins, ${GEOMETRIC}`],
  ['oswald', `Oswald, 'Arial Narrow', ${GROTESQUE}`],
  ['georgia', "Georgia, 'Times New Roman', serif"],
  ['times new roman', "'Times New Roman', Times, serif"],
  ['merriweather', `Merriweather, ${TRANSITIONAL}`],
  ['lora', `Lora, ${TRANSITIONAL}`],
  ['pt serif', `'PT Serif', ${TRANSITIONAL}`],
  ['source serif pro', `'Source Serif Pro', 'Source Serif 4', ${TRANSITIONAL}`],
  ['libre baskerville', `'Libre Baskerville', Baskerville, ${OLD_STYLE}`],
  ['eb garamond', `'EB Garamond', Garamond, ${OLD_STYLE}`],
  ['cormorant garamond', `'Cormorant Garamond', Garamond, ${OLD_STYLE}`],
  ['playfair display', `'Playfair Display', ${DIDONE}`],
  ['roboto slab', SLAB],
  ['courier new', MONO],
]);

/** The stack of a font by its name or list (`Inter, sans-serif`); unknown ones get the system's own. */
export function fontStack(family: string): string {
  const names = family.split(',').map((name) =>
    name
      .trim()
      .replace(/^['"]|['"]$/g, '')
      .toLowerCase(),
  );
  const known = STACKS.get(names[0] ?? '');
  if (known) return known;
  return names.at(-1) === 'serif' ? OLD_STYLE : SYSTEM;
}
