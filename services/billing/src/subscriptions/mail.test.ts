import { calls } from '@siteninja/contracts';
import { readKeptMails } from '@siteninja/mail';
import { stubCall } from '@siteninja/testing';
import { startBilling, type TestBilling, type TestTenant } from '../test-support';
import { CATALOGUE, wordsOf } from '../mails/words';

let service: TestBilling;
let tenant: TestTenant;
let locale = 'en';
beforeAll(async () => {
  const emails = stubCall(calls.listAdminEmails, ({ params: { tenantId } }) => ({
    name: 'Harbor Plumbing',
    locale,
    emails: [`joe.${tenantId}@harbor.example`, `mara.${tenantId}@harbor.example`],
  }));
  service = await startBilling({ stubs: [emails] });
});
afterAll(() => service.stop());
beforeEach(async () => {
  locale = 'en';
  tenant = await service.newTenant();
});

/** Subjects, the oldest first. */
const mailsTo = async (name: string): Promise<string[]> => {
  const to = `${name}.${tenant.id}@harbor.example`;
  const kept = await readKeptMails(service.ctx.config.MAIL_FOLDER, { to, limit: 50 });
  return kept.map(({ subject }) => subject).reverse();
};

const DUE = 'A payment for Harbor Plumbing is due';
const REMINDER = 'Reminder: a payment for Harbor Plumbing is due';

describe('the mails about payments', () => {
  it('go to every admin three days before the end of the trial, and on days 0, 3 and 7 without a payment', async () => {
    await service.passDays(10.9);
    expect(await mailsTo('joe')).toEqual([]);
    await service.passDays(0.1);
    expect(await mailsTo('joe')).toHaveLength(1);
    await service.passDays(3);
    expect(await mailsTo('mara')).toHaveLength(2);
    await service.passDays(2.9);
    expect(await mailsTo('joe')).toHaveLength(2);
    await service.passDays(0.1);
    expect(await mailsTo('joe')).toHaveLength(3);
    await service.passDays(4);
    await service.passDays(60);
    expect(await mailsTo('joe')).toEqual([expect.stringMatching(/^The trial of/), DUE, REMINDER, REMINDER]);
    expect(await mailsTo('mara')).toEqual(await mailsTo('joe'));
  });

  it('end with a payment', async () => {
    await service.passDays(11);
    await service.passDays(3);
    expect((await mailsTo('joe')).slice(1)).toEqual([DUE]);
    expect((await tenant.pay('pro')).status).toBe(201);
    await service.passDays(20);
    expect((await mailsTo('joe')).slice(1)).toEqual([DUE]);
  });

  it('are in the language of the tenant', async () => {
    locale = 'de-AT';
    await service.passDays(11);
    expect(await mailsTo('joe')).toEqual([
      expect.stringMatching(/^Die Testzeit von Harbor Plumbing endet am \d/),
    ]);
  });
});

describe('the words of these mails', () => {
  const placeholdersOf = (words: object) =>
    Object.values(words).map((each) => (JSON.stringify(each).match(/\{\w+\}/g) ?? []).sort());

  it.each(Object.entries(CATALOGUE).filter(([language]) => language !== 'en'))(
    'in "%s" are about the same as the English ones, and none of them is English',
    (_language, words) => {
      expect(placeholdersOf(words)).toEqual(placeholdersOf(CATALOGUE.en));
      expect(words.action).not.toBe(CATALOGUE.en.action);
      for (const name of ['trialEnding', 'pastDue', 'reminder'] as const) {
        expect(words[name].subject).not.toBe(CATALOGUE.en[name].subject);
        expect(words[name].text).not.toBe(CATALOGUE.en[name].text);
      }
    },
  );

  it('are English where there are none', () => {
    expect(wordsOf('ja').language).toBe('en');
  });
});
