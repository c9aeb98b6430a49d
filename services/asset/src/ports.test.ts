import { type AssetConfig } from './config';
import { assetPorts } from './ports';

const config = {
  NODE_ENV: 'production',
  ALLOW_EMBEDDED: false,
  BLOB_FOLDER: '/tmp/never-made',
} as AssetConfig;

describe('the store of files', () => {
  it('is not the disk of one process in production, unless that is asked for', () => {
    expect(() => assetPorts(config)).toThrow('ALLOW_EMBEDDED');
    expect(assetPorts({ ...config, ALLOW_EMBEDDED: true }).blobs.kind).toBe('disk');
    expect(assetPorts({ ...config, NODE_ENV: 'development' }).blobs.kind).toBe('disk');
  });
});
