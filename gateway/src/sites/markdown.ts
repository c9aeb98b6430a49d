import Negotiator from 'negotiator';

/** Whether the client would rather have a page as Markdown than as HTML (RFC 9110 §12.5.1). */
export function prefersMarkdown(accept: string | undefined): boolean {
  // Browsers never do, and theirs is the header that would be read most often.
  if (!accept?.includes('markdown')) return false;
  const [best] = new Negotiator({ headers: { accept } }).mediaTypes(['text/html', 'text/markdown']);
  return best === 'text/markdown';
}

/** Where content has the Markdown of the page at a path. */
export function markdownPath(path: string): string {
  return path === '/' ? '/index.md' : `${path.replace(/\/$/, '')}.md`;
}
