import { escapeHtml } from '@siteninja/core';
import { type Mail, singleLine } from './mailer';

/** A short letter of our own: fixed words, and what they are about. */
export interface Letter {
  /** The language of its words (BCP 47). */
  locale: string;
  subject: string;
  paragraphs: readonly string[];
  /** The one thing to do, after the first paragraph. */
  action?: { label: string; url: string };
}

/** The letter as plain text and as HTML without pictures, scripts, or anything that is loaded. */
export function composeMail(letter: Letter): Pick<Mail, 'subject' | 'text' | 'html'> {
  return { subject: letter.subject, text: textOf(letter), html: htmlOf(letter) };
}

function textOf({ paragraphs: [first = '', ...others], action }: Letter): string {
  const link = action ? [`${action.label}:\n${action.url}`] : [];
  return `${[first, ...link, ...others].join('\n\n')}\n`;
}

const BODY = 'margin:0 auto;max-width:34em;padding:24px;font:16px/1.5 sans-serif;color:#1f2937';
const BUTTON =
  'display:inline-block;padding:10px 18px;border-radius:6px;background:#1d4ed8;color:#ffffff;text-decoration:none';

function htmlOf({ locale, subject, paragraphs: [first = '', ...others], action }: Letter): string {
  const paragraph = (text: string): string => `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
  const link = action
    ? [
        `<p><a href="${escapeHtml(action.url)}" style="${BUTTON}">${escapeHtml(action.label)}</a></p>`,
        `<p style="font-size:13px;word-break:break-all">${escapeHtml(action.url)}</p>`,
      ]
    : [];
  return [
    `<!doctype html><html lang="${escapeHtml(locale)}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="${BODY}">`,
    ...[paragraph(first), ...link, ...others.map(paragraph)],
    '</body></html>',
  ].join('\n');
}

const MAX_NAME_LENGTH = 60;

/**
 * A name that somebody chose, as a letter may quote it: short, on one line, and such that no mail program makes a link
 * of it. Otherwise anybody could send links to strangers in our name, by calling themselves so.
 */
export function nameInMail(name: string): string {
  const line = [...singleLine(name)];
  const short =
    line.length > MAX_NAME_LENGTH ? `${line.slice(0, MAX_NAME_LENGTH - 1).join('')}…` : line.join('');
  // Between word joiners (U+2060) a point or a colon begins no domain and no scheme.
  return short.replace(/(?<=\S)[.:@/](?=\S)/gu, '\u2060$&\u2060');
}
