import { startGateway } from './app';

void startGateway(process.env, {}).then(
  (gateway) => {
    const stop = (): void => void gateway.stop().then(() => process.exit(0));
    process.once('SIGTERM', stop).once('SIGINT', stop);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
