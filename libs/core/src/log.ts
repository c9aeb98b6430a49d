import { createLogger, format, type Logger as WinstonLogger, transports } from 'winston';
import { redact } from './redact';

export type Logger = WinstonLogger;

const MAX_DEPTH = 6;

const redacted = format((entry) => Object.assign(entry, redact({ ...entry }, MAX_DEPTH)));

/** A logger that writes one JSON line per entry to standard error, secrets redacted. */
export function createLog(service: string, level: string): Logger {
  return createLogger({
    level,
    silent: level === 'silent',
    defaultMeta: { service },
    format: format.combine(format.timestamp(), redacted(), format.json()),
    transports: [new transports.Stream({ stream: process.stderr })],
  });
}
