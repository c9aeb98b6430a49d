import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Logger, newId, systemClock } from '@siteninja/core';
import { type Infer, mailboxOf, parse, s } from '@siteninja/schema';
import { checkedMail, type Mailer, type Sender } from './mailer';

/** A mail as the file mailer keeps it. */
export const keptMail = s.named(
  'Mail',
  s.object({
    id: s.uuid(),
    from: s.string(),
    to: s.string(),
    replyTo: s.optional(s.string()),
    subject: s.string({ min: 0 }),
    text: s.string({ min: 0, max: 100_000 }),
    html: s.optional(s.string({ min: 0, max: 100_000 })),
    sentAt: s.dateTime(),
  }),
);
export type KeptMail = Infer<typeof keptMail>;

/** The oldest beyond these are deleted. */
const MAX_KEPT_MAILS = 1_000;

export interface FileOptions {
  folder: string;
  from: Sender;
  log: Logger;
  clock?: Clock;
}

/**
 * For development: sends nothing, and keeps each mail as a JSON file, the newest last by name. Any number of processes
 * may share the folder. The log names the file; what is in it, such as a link with a token, it does not show.
 */
export function fileMailer({ folder, from, log, clock = systemClock }: FileOptions): Mailer {
  return {
    description: `files in ${folder}`,
    send: async (mail) => {
      const id = newId();
      const sender = from.name === '' ? from.address : `${from.name} <${from.address}>`;
      const kept = { id, from: sender, ...checkedMail(mail), sentAt: clock.now().toISOString() };
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${id}.json`);
      await writeFile(`${file}.new`, JSON.stringify(kept, null, 2), { mode: 0o600 });
      await rename(`${file}.new`, file);
      await prune(folder);
      log.info('a mail was written to a file', { file });
    },
  };
}

/** The mails to an address, the newest first; all of them without one. */
export async function readKeptMails(
  folder: string,
  { to, limit }: { to?: string | undefined; limit: number },
): Promise<KeptMail[]> {
  const mailbox = to === undefined ? undefined : mailboxOf(to);
  const found: KeptMail[] = [];
  for (const name of (await namesIn(folder)).reverse()) {
    if (found.length === limit) break;
    const mail = await readMail(join(folder, name));
    if (mail && (mailbox === undefined || mailboxOf(mail.to) === mailbox)) found.push(mail);
  }
  return found;
}

/** Null where it has been deleted meanwhile, or is none of ours. */
async function readMail(file: string): Promise<KeptMail | null> {
  const text = await readFile(file, 'utf8').catch(() => 'null');
  const read = parse(keptMail, JSON.parse(text), { isOwn: true });
  return 'value' in read ? read.value : null;
}

async function prune(folder: string): Promise<void> {
  const names = await namesIn(folder);
  for (const name of names.slice(0, -MAX_KEPT_MAILS)) await rm(join(folder, name), { force: true });
}

/** The oldest first: ids are UUIDv7, which begin with the time. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^[0-9a-f-]{36}\.json$/.test(name)).sort();
}
