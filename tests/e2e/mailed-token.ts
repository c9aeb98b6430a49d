import { until } from '../../libs/testing/src';
import { type Client } from './client';

/** The token in the link of the newest mail to an address, as the platform's admin finds it. */
export function mailedToken(platform: Client, email: string): Promise<string> {
  return until(async () => {
    const { body } = await platform.get(`/test/mails?to=${email}`);
    return /\?token=([\w-]+)/.exec(body.data.items[0]?.text ?? '')?.[1] ?? false;
  }, 30_000);
}
