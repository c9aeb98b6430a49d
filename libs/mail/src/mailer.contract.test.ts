import { domainToASCII } from 'node:url';
import { type Mail, MailRefused } from './mailer';
import { type Delivery, fileDelivery, sendGridDelivery, smtpDelivery } from './test-support';

const MAIL: Mail = {
  to: 'mara@harbor.example',
  subject: 'Bestätigen Sie Ihre Adresse – 確認 🚢',
  text: `.\n.. points at the beginning\n${'A long line. '.repeat(100).trim()}\nGrüße`,
  html: '<p>Grüße &amp; <a href="https://app.example/reset?token=a-b_c%20d&x=1">more</a></p>',
  replyTo: 'owner@harbor.example',
};

describe.each([
  ['SMTP', smtpDelivery],
  ['SendGrid', sendGridDelivery],
  ['files', fileDelivery],
])('mail by %s', (_name, open: () => Promise<Delivery>) => {
  let delivery: Delivery;
  beforeEach(async () => {
    delivery = await open();
  });
  afterEach(() => delivery.stop());

  it('arrives as it was sent, in every language and with lines of any length', async () => {
    await delivery.mailer.send(MAIL);
    const [mail, ...others] = await delivery.received();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      from: '"Sité Ninja" <no-reply@ninja.example>',
      recipients: ['mara@harbor.example'],
      subject: MAIL.subject,
      html: MAIL.html,
      replyTo: 'owner@harbor.example',
    });
    expect(mail?.text.trim()).toBe(MAIL.text);
  });

  it('may be plain text alone, without an address for answers', async () => {
    const { to, subject, text } = MAIL;
    await delivery.mailer.send({ to, subject, text });
    const [mail] = await delivery.received();
    expect([mail?.text.trim(), mail?.html, mail?.replyTo]).toEqual([text, null, null]);
  });

  it.each([
    'Hello\r\nBcc: eve@evil.example',
    'Hello\nBcc: eve@evil.example',
    'Hello\u2028Bcc: eve@evil.example',
  ])('a subject adds no header: %j', async (subject) => {
    await delivery.mailer.send({ ...MAIL, subject });
    const [mail] = await delivery.received();
    expect([mail?.subject, mail?.recipients]).toEqual([
      'Hello Bcc: eve@evil.example',
      ['mara@harbor.example'],
    ]);
    expect(mail?.headers).not.toHaveProperty('bcc');
  });

  it.each([
    'mara@harbor.example, eve@evil.example',
    'mara@harbor.example\r\nBcc: eve@evil.example',
    'mara@harbor.example>\r\nRCPT TO:<eve@evil.example',
    'Mara <mara@harbor.example>',
    'group: eve@evil.example;',
    'mara',
    '',
  ])(
    'goes to nobody where its recipient, or the address for answers, is not one address: %j',
    async (address) => {
      await expect(delivery.mailer.send({ ...MAIL, to: address })).rejects.toThrow(MailRefused);
      await expect(delivery.mailer.send({ ...MAIL, replyTo: address })).rejects.toThrow(MailRefused);
      expect(await delivery.received()).toEqual([]);
    },
  );

  it('reaches an address whose domain is not ASCII', async () => {
    await delivery.mailer.send({ ...MAIL, to: 'mara@häfen.example' });
    const [mail] = await delivery.received();
    const [local, domain = ''] = (mail?.recipients[0] ?? '').split('@');
    expect([local, domainToASCII(domain)]).toEqual(['mara', 'xn--hfen-loa.example']);
  });
});
