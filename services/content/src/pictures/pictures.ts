import { Semaphore, SingleFlight, unavailable } from '@siteninja/core';
import { LRUCache } from 'lru-cache';
import { type IconContent, type SocialContent } from '../rendering/made-pictures';
import { drawIcon, drawSocialPicture } from './draw';
import { icoOf } from './ico';
import { createOutlineFonts } from './outline-fonts';

/** Pictures that the product makes of a site's words and colours. Equal content gives equal bytes. */
export interface Pictures {
  /** An ICO of 48 pixels. */
  tabIcon(content: IconContent): Promise<Buffer>;
  /** A PNG of 180 pixels, whose corners the device rounds. */
  touchIcon(content: IconContent): Promise<Buffer>;
  /** A PNG of 1200 × 630 pixels. */
  socialPicture(content: SocialContent): Promise<Buffer>;
}

const MAX_KEPT_BYTES = 8 * 1024 * 1024;
const MAX_WAITING = 100;
const TAB_ICON = { size: 48, radius: 12 };
const TOUCH_ICON = { size: 180, radius: 0 };

/**
 * Each picture is made on first demand, once however many want it, and one at a time, as each takes tens of
 * milliseconds of a core. The newest are kept; gateways keep them too, with the other answers of a release.
 */
export function createPictures(): Pictures {
  const fonts = createOutlineFonts();
  const kept = new LRUCache<string, Buffer>({
    maxSize: MAX_KEPT_BYTES,
    sizeCalculation: ({ length }) => length,
  });
  const flights = new SingleFlight<Buffer>();
  const turns = new Semaphore({
    permits: 1,
    maxWaiting: MAX_WAITING,
    busy: () => unavailable('service.unavailable', 'Too many pictures are being made just now. Try again.'),
  });
  const make = async (kind: string, content: object, draw: () => Promise<string>): Promise<Buffer> => {
    const key = JSON.stringify([kind, content]);
    const known = kept.get(key);
    if (known) return known;
    const png = await flights.run(key, () => turns.run(async () => toPng(await draw())));
    kept.set(key, png);
    return png;
  };
  return {
    tabIcon: async (content) =>
      icoOf(await make('tab', content, () => drawIcon(content, fonts, TAB_ICON)), TAB_ICON.size),
    touchIcon: (content) => make('touch', content, () => drawIcon(content, fonts, TOUCH_ICON)),
    socialPicture: (content) => make('social', content, () => drawSocialPicture(content, fonts)),
  };
}

async function toPng(svg: string): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toBuffer();
}
