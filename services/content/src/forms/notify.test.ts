import { testClock, type TestClock } from '@siteninja/core';
import { type KeptMail, MailRefused, readKeptMails } from '@siteninja/mail';
import { callers } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';
import { ANSWERS, FIELDS, publishForm, type TestForm } from './form-test-support';

const OWNER = 'owner@harbor.example';

let service: TestContent;
let clock: TestClock;
let tenant: TestTenant;

beforeAll(async () => {
  clock = testClock();
  service = await startContent({ shared: { clock } });
});
afterAll(() => service.stop());
afterEach(() => jest.restoreAllMocks());

/** All mails that were sent since the test before, the newest first. */
let before = 0;
async function mails(): Promise<KeptMail[]> {
  await service.runDueJobs();
  const all = await readKeptMails(service.ctx.config.MAIL_FOLDER, { limit: 1_000 });
  return all.slice(0, all.length - before);
}
beforeEach(async () => {
  before += (await mails()).length;
});

async function formOf(more: object = {}, content: Record<string, unknown> = { fields: FIELDS }) {
  tenant = await service.newTenant({ contactEmail: OWNER, ...more });
  return publishForm(service, tenant, content);
}

const sent = async (form: TestForm, fields: object = ANSWERS, from?: string) => {
  const answer = await form.send({ fields, ...(from === undefined ? {} : { from }) });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.data.id as string;
};

describe('the mail about what a form has received', () => {
  it('goes to the contact address of the tenant, once, and to nobody else', async () => {
    await sent(await formOf());
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: OWNER,
      replyTo: 'Mara@harbor.example',
      subject: "New message: Write to us (Joe's Plumbing)",
    });
    expect(mail?.text).toContain('Name:\nMara Lind\n');
    expect(mail?.text).toContain('Message:\nThe boiler drips.\nPlease call.\n');
    expect(mail?.text).toContain('I agree:\nYes\n');
    expect(mail?.text).toContain('Reply to this email to write to the visitor.');
    await service.runDueJobs();
    expect(await mails()).toHaveLength(1);
  });

  it('goes to the address that the form names instead, which visitors never see', async () => {
    const form = await formOf({}, { fields: FIELDS, notify: 'desk@harbor.example' });
    await sent(form);
    expect(await mails()).toMatchObject([{ to: 'desk@harbor.example' }]);
    expect((await tenant.visit('/reach-us')).body).not.toContain('desk@harbor.example');
  });

  it('is not sent where nobody is named', async () => {
    await sent(await formOf({ contactEmail: null }));
    expect(await mails()).toEqual([]);
  });

  it('is not sent of what looks like spam, and once of what comes twice', async () => {
    const form = await formOf();
    await sent(form, { ...ANSWERS, _website: 'https://spam.example' });
    expect(await mails()).toEqual([]);
    await Promise.all([sent(form, ANSWERS, '203.0.113.8'), sent(form, ANSWERS, '203.0.113.8')]);
    expect(await mails()).toHaveLength(1);
  });

  it('is not sent of what was deleted, or found to be spam, before the mail server was back', async () => {
    const form = await formOf();
    const send = jest.spyOn(service.ctx.ports.mailer, 'send').mockRejectedValue(new Error('It is down.'));
    const [first, second] = [await sent(form), await sent(form, { ...ANSWERS, name: 'Somebody else' })];
    await service.runDueJobs();
    send.mockRestore();
    const admin = service.as(callers.admin(tenant.id));
    await admin.delete(`/tenants/${tenant.id}/submissions/${first}`);
    await admin.put(`/tenants/${tenant.id}/submissions/${second}`).send({ spam: true });
    clock.advance(3_600_000);
    expect(await mails()).toEqual([]);
  });

  it('shows what was typed as text, and takes no header from it', async () => {
    const form = await formOf({ businessName: 'Joe\u2028Bcc: all@victim.example' });
    const message = 'Hi\r\nBcc: all@victim.example\r\n\r\n<img src=x onerror=alert(1)>';
    await sent(form, { ...ANSWERS, name: '<b>Mara</b>', message });
    const [mail] = await mails();
    expect(Object.keys(mail ?? {}).sort()).toEqual(
      ['from', 'html', 'id', 'replyTo', 'sentAt', 'subject', 'text', 'to'].sort(),
    );
    expect(mail?.subject).not.toMatch(/[\r\n\u2028]/);
    expect(mail?.html).toContain('&lt;b&gt;Mara&lt;/b&gt;');
    expect(mail?.html).toContain('Hi<br>Bcc: all@victim.example<br><br>&lt;img src=x onerror=alert(1)&gt;');
    expect(mail?.html).not.toMatch(/<(img|b)\b/);
  });

  it('is in the language of the tenant, and says where no reply can reach the visitor', async () => {
    const form = await formOf({ locale: 'pl-PL' }, { fields: [{ name: 'note', label: 'Notatka' }] });
    await sent(form, { note: 'Zażółć gęślą jaźń' });
    const [mail] = await mails();
    expect(mail).not.toHaveProperty('replyTo');
    expect(mail?.subject).toBe("Nowa wiadomość: Write to us (Joe's Plumbing)");
    expect(mail?.html).toContain('<html lang="pl">');
    expect(mail?.text).toContain('Notatka:\nZażółć gęślą jaźń');
    expect(mail?.text).toContain('Nadawca nie podał adresu e-mail.');
  });

  it('is sent later, once, when the mail server was down or the process ended before', async () => {
    const form = await formOf();
    jest.spyOn(service.ctx.ports.mailer, 'send').mockRejectedValueOnce(new Error('The server is down.'));
    await sent(form);
    expect(await mails()).toEqual([]);
    clock.advance(10_000);
    expect(await mails()).toHaveLength(1);
    clock.advance(3_600_000);
    expect(await mails()).toHaveLength(1);
  });

  it('is given up where there is no such mailbox', async () => {
    const form = await formOf();
    const send = jest
      .spyOn(service.ctx.ports.mailer, 'send')
      .mockRejectedValue(new MailRefused('No such user'));
    await sent(form);
    await mails();
    clock.advance(3_600_000);
    expect(await mails()).toEqual([]);
    expect(send).toHaveBeenCalledTimes(1);
  });
});
