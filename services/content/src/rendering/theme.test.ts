import fc from 'fast-check';
import { contrastRatio } from '@siteninja/core';
import { mix } from './color';
import { siteFonts } from './fonts';
import { type SiteBranding } from '../markup/site';
import { sampleSite } from './sample-site-test-support';
import { themeCss } from './theme';

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

const cssOf = (branding: SiteBranding): string => themeCss(branding, siteFonts(branding, 'en'));

function themeOf(branding: Partial<SiteBranding>): Map<string, string> {
  const css = cssOf({ ...sampleSite().branding, ...branding });
  return new Map([...css.matchAll(/--([a-z-]+):([^;}]+)/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

describe('the theme', () => {
  const onLight = ['text', 'heading', 'muted', 'brand-text'].flatMap((color) =>
    ['background', 'tint', 'soft', 'surface'].map((background) => [color, background]),
  );
  const onDeep = ['on-deep', 'on-deep-muted', 'accent-on-deep'].flatMap((color) =>
    ['deep', 'deep-end', 'footer'].map((background) => [color, background]),
  );
  const onFills = [
    ['on-brand', 'brand'],
    ['on-brand', 'brand-hover'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
  ];

  it('every text has a contrast of 4.5 on its background, whatever the brand colours', () => {
    fc.assert(
      fc.property(hex, hex, hex, hex, hex, (primary, secondary, accent, background, text) => {
        const theme = themeOf({
          primaryColor: primary,
          secondaryColor: secondary,
          accentColor: accent,
          backgroundColor: background,
          textColor: text,
        });
        for (const [color = '', behind = ''] of [...onLight, ...onDeep, ...onFills]) {
          const ratio = contrastRatio(theme.get(color) ?? '', theme.get(behind) ?? '');
          if (!(ratio >= 4.5)) throw new Error(`${color} on ${behind}: ${ratio}`);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('white text on the scrim has a contrast of 4.5 over any picture, even a white one', () => {
    fc.assert(
      fc.property(hex, hex, (primaryColor, secondaryColor) => {
        const scrim = themeOf({ primaryColor, secondaryColor }).get('scrim') ?? '';
        const opacity = Number.parseInt(scrim.slice(7), 16) / 255;
        const seen = mix(scrim.slice(0, 7), '#ffffff', 1 - opacity);
        if (!(contrastRatio('#ffffff', seen) >= 4.5)) throw new Error(`white on ${seen}`);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('only colours and known fonts of the branding get into the style sheet', () => {
    const hostile = 'red;}</style><script>alert(1)</script>';
    const theme = cssOf({
      primaryColor: hostile,
      secondaryColor: '#12345',
      accentColor: 'url(//evil.example)',
      backgroundColor: '#fff}',
      textColor: '',
      fontFamily: hostile,
      headingFontFamily: "Georgia'; } body { display: none",
    });
    expect(theme).not.toMatch(/script|evil|display|red;/);
    expect(theme).toMatch(/^:root\{(--[a-z-]+:[#a-zA-Z0-9 ,'-]+;?)+\}$/);
  });
});
