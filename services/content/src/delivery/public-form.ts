import { invalid } from '@siteninja/core';
import { Result } from '@siteninja/http';
import { type ContentCtx } from '../context';
import { getLiveForm, presentLiveForm } from '../forms/live-form';
import { type FilledForm, type Outcome, submitForm } from '../forms/submit-form';
import { explainProblem } from '../section-types/contact-form/check-answers';
import { liveSite } from './public-site';

/** @throws not_found, `site.not_published`, gone, unavailable */
export async function getPublicForm(ctx: ContentCtx, host: string, id: string) {
  const { release, owner } = await liveSite(ctx, host);
  return presentLiveForm(await getLiveForm(owner, release, id));
}

/** @throws as `getPublicForm`; invalid with every answer that is wrong; too_many_requests */
export async function submitPublicForm(ctx: ContentCtx, host: string, id: string, filled: FilledForm) {
  const { release, owner } = await liveSite(ctx, host);
  const live = await getLiveForm(owner, release, id);
  const sender = { ipAddress: ctx.request?.ipAddress ?? '', userAgent: ctx.request?.userAgent ?? null };
  const outcome = await submitForm(owner, live, filled, sender);
  if ('problems' in outcome) throw invalid(detailsOf(outcome));
  const { submissionId } = outcome;
  const receipt = { id: submissionId, thanks: live.form.thanks ?? live.words.sentText };
  const Location = `/api/tenants/${release.tenantId}/submissions/${submissionId}`;
  return new Result(receipt, { headers: { Location } });
}

function detailsOf({ isTokenWrong, problems }: Extract<Outcome, { problems: unknown }>) {
  const token = { field: 'token', message: 'token is not of this form; read the form again for its own' };
  const answers = problems.map((problem) => {
    const field = `fields.${problem.name}`;
    return { field, message: `${field} ${explainProblem(problem)}` };
  });
  return [...(isTokenWrong ? [token] : []), ...answers];
}
