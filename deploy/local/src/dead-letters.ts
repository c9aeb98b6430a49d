import { runDeadLetterCommand } from './dead-letter-commands';

// `npm run dead-letters -- list`, with the environment of a service (docs/operations.md). With `node -e` the
// arguments follow the program at once.
runDeadLetterCommand(process.argv.slice(1), process.env).then(
  (text) => process.stdout.write(text, () => process.exit(0)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
