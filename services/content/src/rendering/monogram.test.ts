import { contrastRatio } from '@siteninja/core';
import { monogramIcon } from './monogram';

const svgOf = (businessName: string, color = '#1d4ed8'): string =>
  decodeURIComponent(monogramIcon(businessName, color).replace('data:image/svg+xml,', ''));
const lettersOf = (businessName: string): string | undefined =>
  />([^<>]*)<\/text>/.exec(svgOf(businessName))?.[1];

describe('the icon of a site without a favicon', () => {
  it.each([
    ["Joe's Plumbing", 'JP'],
    ["Joe's Plumbing Ltd", 'JP'],
    ['bright smiles', 'BS'],
    ['Bloom', 'B'],
    ['7 Oaks', '7O'],
  ])('shows the initials of %s', (name, letters) => {
    expect(lettersOf(name)).toBe(letters);
  });

  it.each([
    ['Smith and Jones', 'SJ'],
    ['Smith & Jones', 'SJ'],
    ['Casa de la Pizza', 'CP'],
    ['iFix Phones', 'IP'],
  ])('passes over the small words of %s', (name, letters) => {
    expect(lettersOf(name)).toBe(letters);
  });

  it.each([
    ['E\u0301lan Vital', 'ÉV'],
    ['Пекарня Анны', 'ПА'],
    ['ßeta Ärzte', 'SÄ'],
    ['東京 寿司', '東'],
    ['𠮷野家', '𠮷'],
    ['مطعم الشام', 'م'],
  ])('is right for %s too', (name, letters) => {
    expect(lettersOf(name)).toBe(letters);
  });

  it.each(['', '   ', '!!! & <>'])('is the plain colour where the name %j has no letter', (name) => {
    expect(lettersOf(name)).toBe('');
    expect(svgOf(name)).toContain('fill="#1d4ed8"');
  });

  it('takes no markup from the name', () => {
    expect(lettersOf('<script>alert(1)</script> "><svg onload=x>')).toBe('SS');
  });

  it.each(['#ffee88', '#111827', '#777777', '#ff0000'])('is readable on %s', (color) => {
    const fills = [...svgOf('Bloom', color).matchAll(/fill="([^"]+)"/g)].map(([, fill = '']) => fill);
    expect(fills[0]).toBe(color);
    expect(contrastRatio(fills[0] ?? '', fills[1] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});
