import { type AssetConfig } from './config';
import { assetPorts } from './ports';

const config = {
  NODE_ENV: 'production',
  ALLOW_EMBEDDED: false,
  BLOB_FOLDER: '/tmp/never-made',
} as AssetConfig;

describe('the blob store', () => {
  it('production refuses the local disk as blob store unless ALLOW_EMBEDDED is set', () => {
    expect(() => assetPorts(config)).toThrow('ALLOW_EMBEDDED');
    expect(assetPorts({ ...config, ALLOW_EMBEDDED: true }).blobs.kind).toBe('disk');
    expect(assetPorts({ ...config, NODE_ENV: 'development' }).blobs.kind).toBe('disk');
  });
});
