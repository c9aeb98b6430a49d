import { type S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

export interface S3Settings {
  bucket: string;
  region: string;
  /** Undefined for Amazon's own. */
  endpoint?: string | undefined;
  /** Where clients reach the same store, if not by `endpoint`. */
  publicEndpoint?: string | undefined;
  /** Undefined where the environment of the machine gives them. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
}

const CONNECT_TIMEOUT_MS = 3_000;
/** From a request to its answer, and without a byte in between. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Makes the bucket where there is none. @returns what reaches it */
export async function openBucket(settings: S3Settings): Promise<S3Client> {
  const { CreateBucketCommand, HeadBucketCommand, S3ServiceException } = await import('@aws-sdk/client-s3');
  const client = await newS3Client(settings, settings.endpoint);
  const named = { Bucket: settings.bucket };
  try {
    await client.send(new HeadBucketCommand(named));
  } catch (error) {
    const isMissing = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
    // Who may use the objects of a bucket may not always look at the bucket.
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403) return client;
    if (!isMissing) throw error;
    await client.send(new CreateBucketCommand(named)).catch(unlessMadeMeanwhile);
  }
  return client;
}

function unlessMadeMeanwhile(error: Error): void {
  if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
}

/** The SDK is loaded by processes alone that use it. */
export async function newS3Client(
  { region, credentials }: S3Settings,
  endpoint: string | undefined,
): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  const config: S3ClientConfig = {
    region,
    ...(credentials ? { credentials } : {}),
    // Other stores than Amazon's have no host name for each bucket, and do not know its newer checksums.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      socketTimeout: REQUEST_TIMEOUT_MS,
    },
  };
  return new Client(config);
}
