import { until } from '../../libs/testing/src';
import { type Client } from './client';

/** The token in the link of the newest mail to an address, as the platform's admin finds it. */
export function mailedToken(platform: Client, email: string, page = ''): Promise<string> {
  return until(async () => {
    const { body } = await platform.get(`/test/mails?to=${email}`);
    const texts: string[] = body.data.items.map(({ text }: { text: string }) => text);
    const link = texts.find((text) => text.includes(`${page}?token=`));
    return /\?token=([\w-]+)/.exec(link ?? '')?.[1] ?? false;
  }, 30_000);
}
