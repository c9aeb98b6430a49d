import { type Fields } from '@siteninja/schema';
import { type ServiceDefinition } from './definition';
import { prepareService, startService } from './service';

/** Milliseconds from the signal to the end of the process; requests under way have 4 s of it. */
export const MAX_STOP_MS = 5_000;

/**
 * What a service's main.ts calls: starts it, and stops it on SIGTERM and SIGINT. With the argument `prepare` it only
 * prepares the database, and ends.
 */
export async function runService<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  { env, argv }: Pick<NodeJS.Process, 'env' | 'argv'>,
): Promise<void> {
  try {
    if (argv[2] === 'prepare') {
      await prepareService(definition, env);
      process.exit(0);
    }
    if (argv[2] !== undefined) throw new Error(`There is no argument ${argv[2]}; there is \`prepare\`.`);
    const running = await startService(definition, env);
    const stop = (): void => {
      // Whatever is unavailable and waited for: the process has ended before it would be killed.
      setTimeout(() => process.exit(1), MAX_STOP_MS).unref();
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    process.stderr.write(`${definition.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
