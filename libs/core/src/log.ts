import { createLogger, format, type Logger as WinstonLogger, transports } from 'winston';

export type Logger = WinstonLogger;

const SECRET = /pass(word|phrase)?|secret|token|authorization|cookie|api-?key|private|mfa|^key$/i;
const DEPTH = 6;

/** Replaces what must never be written down, however deep it lies. */
export function redact(value: unknown, depth = 0): unknown {
  if (depth > DEPTH || typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET.test(name) ? '[redacted]' : redact(item, depth + 1),
    ]),
  );
}

const redacted = format((entry) => {
  for (const [name, value] of Object.entries(entry)) {
    if (name !== 'level' && name !== 'message')
      entry[name] = SECRET.test(name) ? '[redacted]' : redact(value);
  }
  return entry;
});

/** A logger that writes one JSON line per entry to standard error, secrets redacted by name. */
export function createLog(service: string, level: string): Logger {
  return createLogger({
    level,
    silent: level === 'silent',
    defaultMeta: { service },
    format: format.combine(format.timestamp(), redacted(), format.json()),
    transports: [new transports.Stream({ stream: process.stderr })],
  });
}
