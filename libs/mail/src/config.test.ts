import { createLog } from '@siteninja/core';
import { commonConfig } from '@siteninja/http';
import { pick, readConfig, s } from '@siteninja/schema';
import { keepsMails, mailConfig, mailerFrom } from './config';

const fields = {
  ...pick(s.object(commonConfig), 'NODE_ENV', 'ALLOW_EMBEDDED', 'BASE_DOMAIN').fields,
  ...mailConfig,
};
const log = createLog('mail', 'silent');
const open = (env: NodeJS.ProcessEnv) => mailerFrom(readConfig(fields, env), log).description;

const SMTP_URL = 'smtp://user:hidden@mail.example:587';

describe('the configuration of mail', () => {
  it('chooses what sends, and without any keeps files', () => {
    expect(open({ MAIL_FOLDER: '/data/mail' })).toBe('files in /data/mail');
    expect(open({ SMTP_URL, MAIL_FROM: 'a@b.example' })).toBe('SMTP (mail.example:587)');
    expect(open({ SENDGRID_API_KEY: 'SG.x', MAIL_FROM: 'a@b.example' })).toBe('SendGrid');
    expect(keepsMails(readConfig(fields, {}))).toBe(true);
    expect(keepsMails(readConfig(fields, { SMTP_URL, MAIL_FROM: 'a@b.example' }))).toBe(false);
  });

  it('names what is missing or too much', () => {
    expect(() => open({ SMTP_URL })).toThrow('MAIL_FROM');
    expect(() => open({ SMTP_URL, SENDGRID_API_KEY: 'SG.x' })).toThrow(/SMTP_URL and SENDGRID_API_KEY/);
    expect(() => open({ NODE_ENV: 'production' })).toThrow(/SMTP_URL or SENDGRID_API_KEY/);
    expect(open({ NODE_ENV: 'production', ALLOW_EMBEDDED: '1' })).toContain('files');
  });

  it.each(['nobody', 'a@b.example, c@d.example', '<>', 'group: a@b.example;x'])(
    'takes no sender that is not one address: %j',
    (MAIL_FROM) => {
      expect(() => readConfig(fields, { MAIL_FROM })).toThrow('MAIL_FROM must be one address');
    },
  );

  it('takes a sender with or without a name, on one line', () => {
    const from = (MAIL_FROM: string) => readConfig(fields, { MAIL_FROM }).MAIL_FROM;
    expect(from('a@B.example')).toEqual({ name: '', address: 'a@b.example' });
    expect(from('Site Ninja <a@b.example>')).toEqual({ name: 'Site Ninja', address: 'a@b.example' });
    expect(from('"Ninja,\tSite" <a@b.example>')).toEqual({ name: 'Ninja, Site', address: 'a@b.example' });
  });

  it('shows no address of a mail server, as that holds a password', () => {
    const read = () => readConfig(fields, { SMTP_URL: 'https://user:hidden@mail.example' });
    expect(read).toThrow('SMTP_URL must be a URL that begins with smtp:// or smtps://');
    expect(read).not.toThrow('hidden');
  });
});
