import { type AssetConfig } from './config';
import { assetPorts } from './ports';

const config = {
  NODE_ENV: 'production',
  ALLOW_EMBEDDED: false,
  BLOB_FOLDER: '/tmp/never-made',
} as AssetConfig;

describe('the blob store', () => {
  it('is an S3 store where a bucket is named, also in production', () => {
    const s3 = { ...config, S3_BUCKET: 'files', S3_REGION: 'us-east-1' };
    expect(assetPorts(s3).blobs.kind).toBe('s3');
    expect(() => assetPorts({ ...s3, S3_ACCESS_KEY_ID: 'key' })).toThrow('S3_SECRET_ACCESS_KEY');
  });

  it('production refuses the local disk as blob store unless ALLOW_EMBEDDED is set', () => {
    expect(() => assetPorts(config)).toThrow('ALLOW_EMBEDDED');
    expect(assetPorts({ ...config, ALLOW_EMBEDDED: true }).blobs.kind).toBe('disk');
    expect(assetPorts({ ...config, NODE_ENV: 'development' }).blobs.kind).toBe('disk');
  });
});
