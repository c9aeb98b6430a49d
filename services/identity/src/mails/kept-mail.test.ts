import { callers } from '@siteninja/testing';
import { startIdentity } from '../test-support';

const list = async (env: NodeJS.ProcessEnv, query = '') => {
  const service = await startIdentity(env);
  for (const to of ['mara@harbor.example', 'joe@harbor.example']) {
    if (!env.SMTP_URL) await service.ctx.ports.mailer.send({ to, subject: `To ${to}`, text: 'Hello' });
  }
  const answer = await service.as(callers.superAdmin()).get(`/test/mails${query}`);
  await service.stop();
  return answer;
};

describe('GET /test/mails', () => {
  it('shows mails that were kept as files, those of one address or all, the newest first', async () => {
    const all = (await list({})).body.data.items;
    expect(all.map(({ to }: { to: string }) => to)).toEqual(['joe@harbor.example', 'mara@harbor.example']);
    expect(all[0]).toMatchObject({ from: 'SiteNinja <no-reply@localhost>', text: 'Hello' });
    const [mail, ...others] = (await list({}, '?to=Mara@harbor.example')).body.data.items;
    expect([mail.subject, others]).toEqual(['To mara@harbor.example', []]);
  });

  it('does not exist in production, nor where mails are sent', async () => {
    const production = { NODE_ENV: 'production', ALLOW_EMBEDDED: '1' };
    const sent = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'no-reply@ninja.example' };
    for (const env of [production, sent]) {
      const { status, body } = await list(env);
      expect([status, body.code]).toEqual([404, 'route.not_found']);
    }
  });
});
