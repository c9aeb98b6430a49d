import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream';
import { DomainError, ensure, invalid } from '@siteninja/core';
import { withinLimit } from '@siteninja/http';
import { limitOf } from '../assets/received';
import { type PresignedUploadRow } from './presigned-upload.model';

/**
 * The stream fails as soon as it has more bytes than were announced or than its type may have, or at its end if it is
 * not the announced file.
 */
export function verified(
  source: AsyncIterable<Buffer>,
  { size, checksum }: Pick<PresignedUploadRow, 'size' | 'checksum'>,
): Readable {
  const hash = createHash('sha256');
  let received = 0;
  const check = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      received += chunk.length;
      hash.update(chunk);
      if (received > size) done(tooMany(size));
      else done(null, chunk);
    },
    flush: (done) => {
      try {
        ensure(received === size, () => wrong(`${size} bytes were announced, and ${received} have come.`));
        const isAnnounced = checksum === null || hash.digest('hex') === checksum;
        ensure(isAnnounced, () => wrong('The file has another checksum than was announced.'));
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error('The file could not be checked.'));
      }
    },
  });
  // Errors of the source end the result, whose reader handles them.
  pipeline(withinLimit(source, limitOf, size), check, () => undefined);
  return check;
}

function wrong(message: string): DomainError {
  return invalid([{ field: 'file', message }]);
}

function tooMany(size: number): DomainError {
  const message = `${size} bytes were announced, and more have come.`;
  return new DomainError('too_large', 'asset.too_large', message, { details: [{ field: 'file', message }] });
}
