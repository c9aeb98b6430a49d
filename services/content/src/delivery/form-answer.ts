import { type BodyOf, type calls } from '@siteninja/contracts';
import { canonicalId, DomainError, isId } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { formTokens, getLiveForm, type LiveForm } from '../forms/live-form';
import { type Outcome, submitForm } from '../forms/submit-form';
import { type SentForm } from '../markup/site';
import { renderPage } from '../rendering/render-page';
import { renderNotFound, renderThanks } from '../rendering/render-special';
import { problemIn } from '../section-types/contact-form/check-answers';
import { TOKEN_FIELD } from '../section-types/contact-form/form-fields';
import { effectiveSeo } from '../seo/effective-seo';
import { type MadeRelease } from '../sites/release.model';
import { CHECKED_EACH_TIME, document, redirect, type SiteAnswer } from './answers';

const FORMS_PATH = '/_sn/forms/';

/**
 * The page after a form has been sent; where only the form is named, the way to it: there browsers look that are asked
 * to open the address of a form again. Undefined for other paths.
 */
export async function answerFormPath(
  ctx: ContentCtx,
  release: MadeRelease,
  path: string,
): Promise<SiteAnswer | undefined> {
  if (!path.startsWith(FORMS_PATH)) return undefined;
  const [id = '', last, ...more] = path.slice(FORMS_PATH.length).split('/');
  if (!isId(id) || more.length > 0 || (last !== undefined && last !== 'thanks')) return undefined;
  const live = await findLiveForm(ctx, release, canonicalId(id));
  if (!live) return undefined;
  if (last === 'thanks') {
    const page = document(200, renderThanks(release.site, live.form.thanks), {
      'Cache-Control': CHECKED_EACH_TIME,
    });
    return { ...page, headers: { ...page.headers, 'X-Robots-Tag': 'noindex' } };
  }
  const anchor = live.page.sections.find((section) => section.id === live.id)?.sectionId ?? '';
  return redirect({ to: `${live.entry.path}#${encodeURIComponent(anchor)}`, statusCode: 302 });
}

async function findLiveForm(ctx: ContentCtx, release: MadeRelease, id: string): Promise<LiveForm | null> {
  try {
    return await getLiveForm(ctx, release, id);
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'not_found') return null;
    throw error;
  }
}

/** A form as a browser sends it. */
type Sent = Pick<BodyOf<typeof calls.submitSiteForm>, 'fields' | 'ipAddress' | 'userAgent'>;

/**
 * Takes a form that was sent without script: leads on to the page with the thanks, or gives the page back with what is
 * wrong and all that was typed.
 */
export async function answerSentForm(
  ctx: ContentCtx,
  release: MadeRelease,
  formId: string,
  { fields, ...sender }: Sent,
): Promise<SiteAnswer> {
  const live = await findLiveForm(ctx, release, canonicalId(formId));
  if (!live) return document(404, renderNotFound(release.site));
  const { [TOKEN_FIELD]: token = '', ...answers } = Object.fromEntries(
    fields.map(({ name, value }) => [name, value]),
  );
  try {
    const outcome = await submitForm(ctx, live, { fields: answers, token }, sender);
    if ('problems' in outcome) return giveBack(live, 422, sentForm(live, answers, outcome));
    return {
      status: 303,
      headers: { Location: `${FORMS_PATH}${live.id}/thanks`, 'Cache-Control': 'no-store' },
      body: '',
    };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'form.rate_limited') throw error;
    const sent = { message: live.words.formTooMany, answers, problems: new Map() };
    return giveBack(live, 429, sent, error.headers);
  }
}

function sentForm(
  { form, words }: LiveForm,
  answers: Readonly<Record<string, string>>,
  { isTokenWrong, problems }: Extract<Outcome, { problems: unknown }>,
): SentForm {
  const names = new Set(form.fields.map(({ name }) => name));
  const isChanged = isTokenWrong || problems.some(({ name }) => !names.has(name));
  return {
    message: isChanged ? words.formChanged : words.formCheck,
    answers,
    problems: new Map(problems.map((problem) => [problem.name, problemIn(problem, words)])),
  };
}

/** The page that the form is on, with the form as it was sent. */
function giveBack(
  { id, release, entry, page }: LiveForm,
  status: 422 | 429,
  sent: SentForm,
  headers: Readonly<Record<string, string>> = {},
): SiteAnswer {
  const { site } = release;
  // The title is what screen readers say first.
  const metaTitle = `${sent.message} ${effectiveSeo(site, page).metaTitle}`;
  const services = { formToken: formTokens(release, entry), sentForm: { id, ...sent } };
  return document(status, renderPage(site, { ...page, seo: { ...page.seo, metaTitle } }, services), headers);
}
