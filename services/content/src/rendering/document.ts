import { createHash } from 'node:crypto';
import { attributes, html, type Html, trusted } from '../markup/html';
import { type RenderedDocument, type SiteBranding } from '../markup/site';
import { siteFonts } from './fonts';
import { themeCss } from './theme';

/** Incremented with every change of the bytes that a release renders to; part of every cache key. */
export const RENDERER_VERSION = 19;

export interface DocumentParts {
  /** BCP 47. */
  readonly language: string;
  readonly branding: SiteBranding;
  readonly head: Html;
  readonly body: Html;
  /** Beside those of the brand, which come first. */
  readonly styles: readonly string[];
}

/**
 * A whole document with its one style sheet, and its Content-Security-Policy: no script, no style but this one (by
 * hash instead of nonce, so that a release always gives the same bytes), nothing from other hosts. JSON-LD is data
 * and needs no permission. `upgrade-insecure-requests` is absent because development hosts are plain HTTP.
 */
export function renderDocument(parts: DocumentParts): RenderedDocument {
  const fonts = siteFonts(parts.branding, parts.language);
  const styles = styleSheet([fonts.faces, themeCss(parts.branding, fonts), ...parts.styles]);
  const hash = createHash('sha256').update(styles).digest('base64');
  const markup = html`<!doctype html>
    <html${attributes({ lang: parts.language })}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${fonts.preloaded.map(renderPreload)} ${parts.head} ${trusted(`<style>${styles}</style>`)}
      </head>
      <body>
        ${parts.body}
      </body>
    </html>`;
  return {
    html: `${markup.toString()}\n`,
    contentSecurityPolicy: [
      "default-src 'none'",
      "img-src 'self' data:",
      "font-src 'self'",
      `style-src 'sha256-${hash}'`,
      // Permits nothing, as no script runs; tools that audit a page fetch its robots.txt from it.
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

/** Fonts are fetched in CORS mode even from the same origin; the preload has to be of the same mode to be used. */
function renderPreload(href: string): Html {
  return html`<link${attributes({ rel: 'preload', href, as: 'font', type: 'font/woff2', crossorigin: 'anonymous' })} />`;
}

/** One line of CSS. `<` is written as an escape, so that nothing can end the style element. */
function styleSheet(styles: readonly string[]): string {
  return styles.join('').replace(/\n/g, '').replaceAll('<', '\\3c ');
}
