import { type ServerResponse } from 'node:http';
import { MailRefused } from './mailer';
import { sendGridMailer } from './sendgrid-mailer';
import { smtpMailer } from './smtp-mailer';
import {
  type Delivery,
  FROM,
  SENDGRID_KEY,
  sendGridDelivery,
  smtpDelivery,
  startSendGrid,
  startSilentServer,
  startSmtpServer,
} from './test-support';

const MAIL = { to: 'mara@harbor.example', subject: 'Hello', text: 'Hello' };

async function failureOf({ mailer, stop }: Delivery): Promise<unknown> {
  try {
    return await mailer.send(MAIL).catch((error: unknown) => error);
  } finally {
    await stop();
  }
}

const answersRecipients = (responseCode: number) =>
  smtpDelivery({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('No.'), { responseCode })),
  });
const answers = (status: number, field: string | null) =>
  sendGridDelivery((response: ServerResponse) =>
    response.writeHead(status).end(JSON.stringify({ errors: [{ message: 'Not so.', field, help: null }] })),
  );

describe('a mail that is not taken', () => {
  it('is refused for good where there is no such mailbox', async () => {
    expect(await failureOf(await answersRecipients(550))).toBeInstanceOf(MailRefused);
    expect(await failureOf(await answers(400, 'personalizations.0.to'))).toBeInstanceOf(MailRefused);
  });

  it.each([
    ['the mailbox is busy', () => answersRecipients(451)],
    ['SendGrid is overloaded', () => answers(503, null)],
    ['SendGrid takes no more just now', () => answers(429, null)],
    ['the key is wrong', () => answers(401, null)],
    ['the sender is not verified', () => answers(400, 'from.email')],
    [
      'the sender is refused',
      () =>
        smtpDelivery({
          onMailFrom: (_address, _session, done) =>
            done(Object.assign(new Error('No.'), { responseCode: 550 })),
        }),
    ],
  ])('may be sent later where %s', async (_case, open) => {
    const failure = await failureOf(await open());
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(MailRefused);
    expect(String(failure)).not.toContain(SENDGRID_KEY);
  });

  it('fails where nobody answers, after its deadline', async () => {
    const { host, stop } = await startSilentServer();
    const smtp = smtpMailer({ url: `smtp://${host}`, from: FROM, timeoutMs: 100 });
    await expect(smtp.send(MAIL)).rejects.toThrow();
    const sendGrid = sendGridMailer({
      url: `http://${host}`,
      apiKey: SENDGRID_KEY,
      from: FROM,
      timeoutMs: 100,
    });
    await expect(sendGrid.send(MAIL)).rejects.toThrow();
    await stop();
    await expect(smtp.send(MAIL)).rejects.toThrow();
    await expect(sendGrid.send(MAIL)).rejects.toThrow();
  });
});

describe('secrets of the mailer', () => {
  it('a password goes to no SMTP server that cannot encrypt', async () => {
    const seen: string[] = [];
    const server = await startSmtpServer({
      allowInsecureAuth: true,
      onAuth: ({ username = '' }, _session, done) => {
        seen.push(username);
        done(null, { user: username });
      },
    });
    const mailer = smtpMailer({ url: `smtp://mara:secret@${server.host}`, from: FROM });
    await expect(mailer.send(MAIL)).rejects.toThrow();
    expect([seen, server.received]).toEqual([[], []]);
    await server.stop();
  });

  it('the key of SendGrid follows no redirection', async () => {
    const other = await startSendGrid();
    const server = await startSendGrid((response) =>
      response.writeHead(307, { location: `${other.url}/v3/mail/send` }).end(),
    );
    const mailer = sendGridMailer({ url: server.url, apiKey: SENDGRID_KEY, from: FROM });
    await expect(mailer.send(MAIL)).rejects.toThrow();
    expect(other.received).toEqual([]);
    await server.stop();
    await other.stop();
  });
});

describe('a mail of the product', () => {
  it('says that a machine has sent it, so that no machine answers', async () => {
    for (const open of [smtpDelivery, sendGridDelivery]) {
      const delivery = await open();
      await delivery.mailer.send(MAIL);
      const [mail] = await delivery.received();
      expect(mail?.headers['auto-submitted']).toBe('Auto-Submitted: auto-generated');
      await delivery.stop();
    }
  });
});
