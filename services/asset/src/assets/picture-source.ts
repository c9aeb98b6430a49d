import { open, readFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';

/** What a picture is decoded from. */
export interface PictureSource {
  input: string | Buffer;
  failOn: 'error' | 'warning';
}

const START_OF_SCAN = Buffer.from([0xff, 0xda]);
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/**
 * Some cameras and converters leave out a JPEG's end marker, and everything shows such files. The marker is added, and
 * the decoder then fails at the warning that it gives where more than the marker is missing. A progressive file that
 * ends exactly between two of its passes is a whole picture of fewer passes, to every decoder.
 */
export async function sourceOfJpeg(path: string): Promise<PictureSource> {
  if ((await lastBytes(path, END_OF_IMAGE.length)).equals(END_OF_IMAGE))
    return { input: path, failOn: 'error' };
  const bytes = await readFile(path);
  if (bytes.lastIndexOf(END_OF_IMAGE) > bytes.lastIndexOf(START_OF_SCAN)) {
    return { input: path, failOn: 'error' };
  }
  return { input: Buffer.concat([bytes, END_OF_IMAGE]), failOn: 'warning' };
}

async function lastBytes(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, Math.max(0, size - length));
    return buffer;
  } finally {
    await file.close();
  }
}

const PNG_SIGNATURE_BYTES = 8;
/** Length and type before a chunk's data, and its checksum after them (PNG specification §5.3). */
const CHUNK_HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;
/** More than any program writes before the picture data; 25 MB hold two million empty ones. */
const MAX_CHUNKS = 1_000;

/**
 * Whether a PNG has several frames. Decoders without support show the first as a still picture; `acTL` comes before the
 * first picture data, and counts them (PNG specification, third edition, §11.3.6.1).
 */
export async function isAnimatedPng(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    let at = PNG_SIGNATURE_BYTES;
    for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_HEAD_BYTES + 4), 0, null, at);
      const type = buffer.toString('latin1', 4, CHUNK_HEAD_BYTES);
      if (bytesRead < CHUNK_HEAD_BYTES || type === 'IDAT') return false;
      if (type === 'acTL') return buffer.readUInt32BE(CHUNK_HEAD_BYTES) > 1;
      at += CHUNK_HEAD_BYTES + buffer.readUInt32BE(0) + CHECKSUM_BYTES;
    }
    return false;
  } finally {
    await file.close();
  }
}

/** Frames one below the other, and what a file says of them beside their pixels. */
export interface Frames {
  data: Buffer;
  raw: NonNullable<SharpOptions['raw']>;
  timing: { delay?: number[]; loop?: number };
}

/** How to bring a picture of each EXIF orientation upright; sharp mirrors before it rotates. */
const UPRIGHT: Record<number, (image: Sharp) => Sharp> = {
  2: (image) => image.flop(),
  3: (image) => image.rotate(180),
  4: (image) => image.flip(),
  5: (image) => image.rotate(90).flip(),
  6: (image) => image.rotate(90),
  7: (image) => image.rotate(270).flip(),
  8: (image) => image.rotate(270),
};

/** The frames of an animation brought upright one by one: sharp turns no picture of several frames. */
export async function uprightFrames(
  { width, height, delay, loop, orientation = 1 }: Metadata,
  animation: Sharp,
): Promise<Frames> {
  const turn = UPRIGHT[orientation] ?? ((image: Sharp) => image);
  const { data: strip, info } = await animation.raw().toBuffer({ resolveWithObject: true });
  const { channels } = info;
  const frameBytes = width * height * channels;
  const turned: Buffer[] = [];
  for (let at = 0; at < strip.length; at += frameBytes) {
    const frame = sharp(strip.subarray(at, at + frameBytes), { raw: { width, height, channels } });
    turned.push(await turn(frame).raw().toBuffer());
  }
  const isSideways = orientation >= 5;
  const frameHeight = isSideways ? width : height;
  return {
    data: Buffer.concat(turned),
    raw: {
      width: isSideways ? height : width,
      height: frameHeight * turned.length,
      pageHeight: frameHeight,
      channels,
    },
    timing: { ...(delay ? { delay } : {}), ...(loop === undefined ? {} : { loop }) },
  };
}
