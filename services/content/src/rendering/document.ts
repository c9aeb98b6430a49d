import { createHash } from 'node:crypto';
import { html, type Html, trusted } from '../markup/html';
import { type RenderedDocument } from '../markup/site';

/** Counted up with every change of the bytes that a release is rendered to; part of every cache key and ETag. */
export const RENDERER_VERSION = 1;

export interface DocumentParts {
  readonly head: Html;
  readonly body: Html;
  readonly styles: readonly string[];
}

/**
 * A whole document with its one style sheet, and the policy under which it is served: no script at all, no
 * style but this one (by its hash, so that the same release gives the same bytes), nothing from other hosts.
 * JSON-LD is a data block and never runs. No `upgrade-insecure-requests`: in development hosts are plain HTTP.
 */
export function renderDocument(parts: DocumentParts): RenderedDocument {
  const styles = styleSheet(parts.styles);
  const hash = createHash('sha256').update(styles).digest('base64');
  const markup = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${parts.head} ${trusted(`<style>${styles}</style>`)}
      </head>
      <body>
        ${parts.body}
      </body>
    </html>`;
  return {
    html: `${withoutIndentation(markup.toString())}\n`,
    contentSecurityPolicy: [
      "default-src 'none'",
      "img-src 'self' data:",
      `style-src 'sha256-${hash}'`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

/** One line of CSS. `<` has no use in ours, and as an escape it cannot end the element. */
function styleSheet(styles: readonly string[]): string {
  return styles.join('').replace(/\n/g, '').replaceAll('<', '\\3c ');
}

/** Line breaks of templates stay (they are spaces between words); the spaces after them are only weight. */
function withoutIndentation(markup: string): string {
  return markup.replace(/\n\s+/g, '\n');
}
