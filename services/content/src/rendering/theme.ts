import { contrastRatio } from '@siteninja/core';
import { darkEnough, hexColor, mix, readableOn, withContrast } from './color';
import { type SiteFonts } from './fonts';
import { type SiteBranding } from '../markup/site';

/**
 * The brand as CSS custom properties. Every pair of text and background that the styles use has a contrast of at
 * least 4.5:1 (WCAG 1.4.3), whatever colours the tenant chose: a colour below it is moved towards black or white as
 * little as needed. No text of the tenant's gets into the style sheet: all values are computed or from our lists.
 */
export function themeCss(branding: SiteBranding, fonts: Pick<SiteFonts, 'body' | 'heading'>): string {
  const properties = { ...colorsOf(branding), 'font-body': fonts.body, 'font-heading': fonts.heading };
  const declarations = Object.entries(properties).map(([name, value]) => `--${name}:${value}`);
  return `:root{${declarations.join(';')}}`;
}

/** By the names of the custom properties. */
export function colorsOf(branding: SiteBranding) {
  const primary = hexColor(branding.primaryColor, '#1d4ed8');
  const background = hexColor(branding.backgroundColor, '#ffffff');
  const isDark = contrastRatio(background, '#ffffff') > contrastRatio(background, '#000000');
  const end = isDark ? '#ffffff' : '#000000';
  // Where the background is neither light nor dark, derived backgrounds keep their distance from the text.
  const derived = (color: string): string => withContrast(color, [end], 5);
  const tint = derived(mix(background, isDark ? '#ffffff' : primary, 0.05));
  const soft = derived(mix(background, primary, isDark ? 0.25 : 0.11));
  const surface = derived(mix(background, '#ffffff', isDark ? 0.08 : 0.7));
  const backgrounds = [background, tint, soft, surface];
  const text = withContrast(hexColor(branding.textColor, '#374151'), backgrounds, 5.5);
  const brand = withContrast(primary, [background], 1.25);
  return {
    background,
    tint,
    soft,
    surface,
    text,
    heading: mix(text, end, isDark ? 0.7 : 0.45),
    muted: withContrast(mix(text, background, 0.22), backgrounds, 4.6),
    line: mix(background, text, 0.15),
    // Of messages about mistakes.
    wrong: withContrast('#b91c1c', backgrounds, 4.6),
    brand,
    'on-brand': readableOn(brand),
    'brand-hover': mix(brand, readableOn(brand) === '#ffffff' ? '#000000' : '#ffffff', 0.16),
    'brand-text': withContrast(primary, backgrounds, 4.6),
    ...deepColorsOf(primary, hexColor(branding.secondaryColor, '#3b82f6'), branding.accentColor),
  };
}

/** The dark backgrounds of hero, call to action and footer, and the colours used on them. */
function deepColorsOf(primary: string, secondary: string, accentColor: string) {
  const deep = darkEnough(mix(primary, '#000000', 0.25), 11);
  const deepEnd = darkEnough(mix(primary, secondary, 0.35), 7);
  const footer = mix(deep, '#000000', 0.4);
  const backgrounds = [deepEnd, deep, footer];
  const accent = hexColor(accentColor, '#f59e0b');
  const fill = contrastRatio(accent, deepEnd) >= 3 ? accent : withContrast(accent, backgrounds, 3);
  return {
    deep,
    'deep-end': deepEnd,
    footer,
    // Over any picture, even a white one, white text on the scrim keeps 4.5:1.
    scrim: `${footer}b8`,
    'scrim-end': `${footer}1f`,
    'on-deep': '#ffffff',
    'on-deep-muted': withContrast(mix('#ffffff', deepEnd, 0.24), backgrounds, 5),
    accent: fill,
    'on-accent': readableOn(fill),
    'accent-hover': mix(fill, readableOn(fill) === '#ffffff' ? '#000000' : '#ffffff', 0.18),
    'accent-on-deep': withContrast(accent, backgrounds, 4.6),
  };
}
