import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, newId } from '@siteninja/core';
import { fileMailer, readKeptMails } from './file-mailer';
import { FROM } from './test-support';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'mail-')), 'mail');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const send = (to: string, subject: string) =>
  fileMailer({ folder, from: FROM, log: createLog('mail', 'silent') }).send({ to, subject, text: 'Hello' });

describe('mails that are kept as files', () => {
  it('are found by their address, in any case, the newest first', async () => {
    for (const subject of ['first', 'second', 'third']) await send('Mara@Harbor.example', subject);
    await send('joe@harbor.example', 'other');
    const found = await readKeptMails(folder, { to: 'mara@harbor.EXAMPLE', limit: 2 });
    expect(found.map(({ subject }) => subject)).toEqual(['third', 'second']);
    expect((await readKeptMails(folder, { limit: 10 })).map(({ to }) => to)[0]).toBe('joe@harbor.example');
  });

  it('are none where nothing was sent yet, and other files in the folder are not read', async () => {
    expect(await readKeptMails(folder, { limit: 10 })).toEqual([]);
    await send('mara@harbor.example', 'first');
    await writeFile(join(folder, `${newId()}.json`), '{"to":"half a mail"}');
    await writeFile(join(folder, 'notes.txt'), 'notes');
    expect(await readKeptMails(folder, { limit: 10 })).toHaveLength(1);
  });

  it('are readable to their owner alone', async () => {
    await send('mara@harbor.example', 'first');
    const [name = ''] = await readdir(folder);
    expect([(await stat(folder)).mode & 0o777, (await stat(join(folder, name))).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
  });

  it('are deleted beyond a thousand, the oldest first', async () => {
    await send('mara@harbor.example', 'oldest');
    const [oldest = ''] = await readdir(folder);
    for (let count = 0; count < 999; count += 1) await writeFile(join(folder, `${newId()}.json`), 'null');
    await send('mara@harbor.example', 'newest');
    const names = await readdir(folder);
    expect(names).toHaveLength(1_000);
    expect(names).not.toContain(oldest);
  });
});
