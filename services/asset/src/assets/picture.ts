import { DomainError, type ErrorKind } from '@siteninja/core';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { type AssetFile, type MediaType, type VariantName } from './asset.schema';
import { refused } from './media-type';
import {
  type Frames,
  isAnimatedPng,
  type PictureSource,
  sourceOfJpeg,
  uprightFrames,
} from './picture-source';

// Pictures are decoded once each, several beside each other: a cache and threads for one of them take memory alone.
sharp.cache(false);
sharp.concurrency(1);

/** Smaller pictures are not enlarged. */
const VARIANTS: readonly { name: VariantName; maxSidePixels: number }[] = [
  { name: 'thumb', maxSidePixels: 200 },
  { name: 'small', maxSidePixels: 480 },
  { name: 'medium', maxSidePixels: 960 },
  { name: 'large', maxSidePixels: 1920 },
];
const LARGEST_SIDE_PIXELS = Math.max(...VARIANTS.map(({ maxSidePixels }) => maxSidePixels));

type RasterType = Exclude<MediaType, 'image/svg+xml' | 'application/pdf' | 'video/mp4'>;
type RasterFormat = Exclude<AssetFile['format'], 'svg' | 'pdf' | 'mp4'>;

/** A picture whose header has been read, and that is not too large to be decoded. */
export interface Picture {
  source: PictureSource;
  metadata: Metadata;
  /** That the original is re-encoded in. */
  format: RasterFormat;
  /** Width and height after the rotation that EXIF asks for. */
  width: number;
  height: number;
  animated: boolean;
  /** Of all frames. */
  pixels: number;
}

export interface EncodedVariant {
  name: VariantName;
  format: RasterFormat;
  width: number;
  height: number;
  bytes: Buffer;
}

/** Counts the pixels of all frames. */
const MAX_PIXELS = 40_000_000;
/** For all files of one picture together. */
const DEADLINE_MS = 30_000;
/** The format allows no more. */
const MAX_WEBP_SIDE_PIXELS = 16_383;

const FORMATS: Record<RasterType, RasterFormat> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  // 40 megapixels take 15 s to encode as AVIF and 1.5 s as WebP.
  'image/avif': 'webp',
};

/**
 * Reads the header without decoding the picture.
 * @throws unsupported_media_type, invalid for a picture that is damaged or has too many pixels
 */
export async function inspectPicture(path: string, mediaType: RasterType): Promise<Picture> {
  const source: PictureSource =
    mediaType === 'image/jpeg' ? await sourceOfJpeg(path) : { input: path, failOn: 'error' };
  const metadata = await readable(() => sharp(source.input, { failOn: source.failOn }).metadata());
  if (!isOf(metadata, mediaType)) {
    throw refused('asset.type_mismatch', `This file begins as ${mediaType}, and is something else.`);
  }
  if (mediaType === 'image/png' && (await isAnimatedPng(path))) {
    throw bad('invalid', 'asset.animated_png', 'An animated PNG would stand still; send it as GIF or WebP.');
  }
  const { pages = 1 } = metadata;
  const pixels = metadata.width * metadata.height * pages;
  if (pixels > MAX_PIXELS) {
    const counted = `${(pixels / 1_000_000).toFixed(1)} megapixels`;
    throw bad('invalid', 'asset.too_many_pixels', `The picture has ${counted}; 40 are the most.`);
  }
  const { width, height } = metadata.autoOrient;
  return { source, metadata, format: FORMATS[mediaType], width, height, animated: pages > 1, pixels };
}

function isOf({ format, compression }: Metadata, mediaType: RasterType): boolean {
  return mediaType === 'image/avif'
    ? format === 'heif' && compression === 'av1'
    : format === FORMATS[mediaType];
}

/**
 * The re-encoded original and every variant: upright, in sRGB, without metadata. Variants of animated pictures are
 * animated WebP alone: AVIF would take too long.
 * @throws invalid where the picture turns out to be damaged, or takes too long
 */
export async function encodePicture(picture: Picture): Promise<EncodedVariant[]> {
  const deadlineMs = performance.now() + DEADLINE_MS;
  const frames = await turnedFrames(picture);
  const whole = () => (frames ? sharp(frames.data, { raw: frames.raw, animated: true }) : open(picture));
  const source = picture.animated ? whole : await shrunk(picture, deadlineMs);
  const timing = frames?.timing;
  const formats: RasterFormat[] = picture.animated ? ['webp'] : ['webp', 'avif'];
  const made: EncodedVariant[] = [];
  for (const format of formats) {
    for (const { name, maxSidePixels } of VARIANTS) {
      // Once a variant has the picture's own size, larger variants are the same bytes.
      const last = made.at(-1);
      const isWhole =
        last?.format === format && last.width === picture.width && last.height === picture.height;
      const image = within(source(), maxSidePixels);
      made.push(
        isWhole
          ? { ...last, name }
          : await encode(image, { name, format, deadlineMs, timing }, picture.animated),
      );
    }
  }
  return [...made, await original(picture, whole(), { deadlineMs, timing })];
}

/** Undefined for what is upright, and for pictures of one frame, which sharp turns itself. */
async function turnedFrames(picture: Picture): Promise<Frames | undefined> {
  const { animated, metadata } = picture;
  const { orientation = 1 } = metadata;
  if (!animated || orientation === 1) return undefined;
  return readable(() => uprightFrames(metadata, sharp(picture.source.input, decoding(picture))));
}

/** Decodes once, to the size of the largest variant, which all variants are then resized from. */
async function shrunk(picture: Picture, deadlineMs: number): Promise<() => Sharp> {
  const { data, info } = await readable(() =>
    within(open(picture), LARGEST_SIDE_PIXELS)
      .raw()
      .timeout({ seconds: secondsLeft(deadlineMs) })
      .toBuffer({ resolveWithObject: true }),
  );
  const { width, height, channels } = info;
  return () => sharp(data, { raw: { width, height, channels } });
}

function original(
  { format, animated }: Picture,
  whole: Sharp,
  encoding: Pick<Encoding, 'deadlineMs' | 'timing'>,
): Promise<EncodedVariant> {
  const image = format === 'webp' ? within(whole, MAX_WEBP_SIDE_PIXELS) : whole;
  return encode(image, { ...encoding, name: 'original', format }, animated);
}

function open(picture: Picture): Sharp {
  return sharp(picture.source.input, decoding(picture)).autoOrient();
}

function decoding({ source, animated }: Picture): SharpOptions {
  return { failOn: source.failOn, limitInputPixels: MAX_PIXELS, animated, sequentialRead: true };
}

/** Fitted into a square; never enlarged. */
function within(image: Sharp, bound: number): Sharp {
  return image.resize({ width: bound, height: bound, fit: 'inside', withoutEnlargement: true });
}

/** Measured on photographs of 12 megapixels: little time, and no loss that a visitor would see. */
const ENCODERS: Record<RasterFormat, (image: Sharp, encoding: Encoding, animated: boolean) => Sharp> = {
  jpeg: (image) => image.jpeg({ quality: 88 }),
  png: (image) => image.png(),
  webp: (image, { name, timing }, animated) =>
    image.webp({ quality: name === 'original' ? 90 : 80, effort: animated ? 0 : 2, ...timing }),
  // Effort 0 takes a quarter of the time of effort 2, and its files are still 40 % smaller than WebP's.
  avif: (image) => image.avif({ quality: 50, effort: 0 }),
  gif: (image) => image.gif({ effort: 1 }),
};

interface Encoding {
  name: VariantName;
  format: RasterFormat;
  /** As `performance.now()` counts. */
  deadlineMs: number;
  /** Where the frames themselves do not carry it. */
  timing?: Frames['timing'] | undefined;
}

async function encode(image: Sharp, encoding: Encoding, animated: boolean): Promise<EncodedVariant> {
  const { name, format, deadlineMs } = encoding;
  const { data, info } = await readable(() =>
    ENCODERS[format](image, encoding, animated)
      .timeout({ seconds: secondsLeft(deadlineMs) })
      .toBuffer({ resolveWithObject: true }),
  );
  return { name, format, width: info.width, height: info.pageHeight ?? info.height, bytes: data };
}

function secondsLeft(deadlineMs: number): number {
  return Math.max(1, Math.ceil((deadlineMs - performance.now()) / 1000));
}

/** Any error of the decoder is a fault of the file, 422; that there is none is a fault of ours. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && /file is missing/.test(error.message)) throw error;
    if (error instanceof Error && /timeout/.test(error.message)) {
      throw bad('invalid', 'asset.too_complex', 'This picture takes too long to be made anew.', error);
    }
    if (error instanceof Error && /pixel limit/.test(error.message)) {
      throw bad('invalid', 'asset.too_many_pixels', 'The picture has more than 40 megapixels.', error);
    }
    throw bad('invalid', 'asset.damaged', 'This picture is damaged or not whole.', error);
  }
}

function bad(kind: ErrorKind, code: string, message: string, cause?: unknown): DomainError {
  return new DomainError(kind, code, message, { details: [{ field: 'file', message }], cause });
}
