import { startGateway } from './app';

/** From the signal to the end of the process; requests in flight have 4 s of it. */
const MAX_STOP_MS = 5_000;

void startGateway(process.env, {}).then(
  (gateway) => {
    const stop = (): void => {
      // Whatever does not let go: the process ends before it would be killed.
      setTimeout(() => process.exit(1), MAX_STOP_MS).unref();
      gateway.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.once('SIGTERM', stop).once('SIGINT', stop);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
