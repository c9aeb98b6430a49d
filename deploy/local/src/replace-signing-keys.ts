import { replaceSigningKeys } from './signing-keys';

// `npm run signing-keys:replace`, with identity's environment (docs/operations.md).
replaceSigningKeys(process.env).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
