import { ensure, notFound } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { type Words, wordsOf } from '../markup/words';
import { type Form, readForm, TRAP_FIELD } from '../section-types/contact-form/form-fields';
import { type LivePage, readLivePage } from '../sites/live-page';
import { type MadeRelease, type ReleaseEntry } from '../sites/release.model';
import { formToken } from './form-token';

/** A form that visitors can send, and the page that it is on. */
export interface LiveForm {
  readonly id: string;
  readonly release: MadeRelease;
  readonly entry: ReleaseEntry;
  readonly page: LivePage;
  readonly form: Form;
  readonly words: Words;
}

/** @throws not_found for what is no form of the release */
export async function getLiveForm(ctx: ContentCtx, release: MadeRelease, id: string): Promise<LiveForm> {
  const entry = release.entries.find(({ formIds }) => formIds?.includes(id));
  ensure(entry, () => notFound('form'));
  const page = await readLivePage(ctx, entry, release.site);
  const words = wordsOf(release.site.tenant);
  const section = page.sections.find((each) => each.id === id);
  const form = section && readForm(section.content, words);
  ensure(form, () => notFound('form'));
  return { id, release, entry, page, form, words };
}

/** The tokens of the forms on a page. */
export function formTokens(
  release: MadeRelease,
  { formIds }: ReleaseEntry,
): (formId: string) => string | undefined {
  return (formId) => (formIds?.includes(formId) ? formToken(release, formId) : undefined);
}

/** In the language of the site. */
export function presentLiveForm({ id, release, form, words }: LiveForm) {
  const { heading, fields, submitLabel = words.sendForm } = form;
  const token = formToken(release, id);
  ensure(token, () => notFound('form'));
  return { id, heading, fields: [...fields], submitLabel, token, trapField: TRAP_FIELD };
}
