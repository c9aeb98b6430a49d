import { createLog, systemClock } from '@siteninja/core';
import { createRateStore, type RateStore } from '@siteninja/http';
import { type Mailer, mailerFrom } from '@siteninja/mail';
import { type SharedPorts } from '@siteninja/service';
import { type Writer } from './ai/writer';
import { writerFrom } from './ai/writer-from';
import { type ContentConfig } from './config';
import { createPictures, type Pictures } from './pictures/pictures';

/** What this service's operations reach besides its database. */
export interface ContentPorts {
  /** Counts what is sent by forms, in windows of `FORM_WINDOW_MS`. */
  readonly formRates: RateStore;
  /** Tells owners of what their forms have received. */
  readonly mailer: Mailer;
  /** Icons and social pictures of sites that have none. */
  readonly pictures: Pictures;
  /** Makes proposals of pages and texts. */
  readonly writer: Writer;
}

const FORM_WINDOW_MS = 10 * 60_000;

export function openPorts(
  config: Readonly<ContentConfig>,
  { clock = systemClock, redis }: SharedPorts,
): ContentPorts {
  const log = createLog('content', config.LOG_LEVEL);
  return {
    formRates: createRateStore({ windowMs: FORM_WINDOW_MS, clock, log, redis }),
    mailer: mailerFrom(config, log),
    pictures: createPictures(),
    writer: writerFrom(config),
  };
}
