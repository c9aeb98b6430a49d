import { type AnswerOf, type BodyOf, type calls, MAX_SENT_FIELDS } from '@siteninja/contracts';
import { isId, notFound } from '@siteninja/core';
import { readForm, watchBody } from '@siteninja/http';
import { type Request, type Response } from 'express';
import { type GatewayConfig } from '../config';
import { bodyPace, tooSlow } from '../proxy/body-pace';
import { type Slots } from '../proxy/slots';
import { type RequestContext } from '../request/context';
import { type HeaderList } from '../request/headers';
import { prepareAnswer, writeAnswer } from './cached-response';

export interface FormParts {
  config: Pick<GatewayConfig, 'BODY_TIMEOUT'>;
  slots: Slots;
  security: HeaderList;
  submitForm(
    context: RequestContext,
    formId: string,
    body: BodyOf<typeof calls.submitSiteForm>,
  ): Promise<AnswerOf<typeof calls.submitSiteForm>>;
}

/** Twenty answers of full length, in letters that take nine bytes each, are less. */
const MAX_FORM_BYTES = 1024 * 1024;

/**
 * Takes what a browser sends by a form of a site, without script.
 * @throws what a visitor of the site is then told
 */
export async function takeForm(
  request: Request,
  response: Response,
  context: RequestContext,
  { formId, own }: { formId: string; own: readonly string[] },
  parts: FormParts,
): Promise<void> {
  if (!isId(formId)) throw notFound('form');
  response.once('close', parts.slots.take(context.address));
  const fields = await Promise.race([
    readForm(request, { maxBytes: MAX_FORM_BYTES, maxFields: MAX_SENT_FIELDS }),
    tooLate(request, parts.config),
  ]);
  const answer = await parts.submitForm(context, formId, {
    host: context.host,
    fields,
    ipAddress: context.address,
    userAgent: request.headers['user-agent'] ?? null,
  });
  const prepared = await prepareAnswer(answer, parts.security, { isCompressed: false });
  if (!response.destroyed) writeAnswer(request, response, prepared, own);
}

/** Rejects once the body comes too slowly. */
function tooLate(request: Request, config: FormParts['config']): Promise<never> {
  return new Promise((_resolve, reject) => watchBody(request, bodyPace(config), () => reject(tooSlow())));
}
