import { DeadLetters, UNROUTED } from '@siteninja/events';
import { readConfig } from '@siteninja/schema';
import { queuesOf, serviceConfig } from '@siteninja/service';
import { SERVICE_DEFINITIONS } from './services';

const CONSUMERS = SERVICE_DEFINITIONS.flatMap(queuesOf);

const MAX_SHOWN = 20;

const USAGE = `Say one of these:
  list                          how many messages wait, by consumer
  show <consumer> [count]       the events themselves, personal data included; ${MAX_SHOWN} unless told
  replay <consumer> [event id]  has all of them, or one, delivered again
A consumer is called as in the list, such as integration.audit, or ${UNROUTED}.`;

/**
 * @param env that of a service
 * @returns what to print
 * @throws a sentence for whatever is missing or wrong
 */
export async function runDeadLetterCommand(
  [command, consumer, detail]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { RABBITMQ_URL, RABBITMQ_PREFIX } = serviceConfig;
  const config = readConfig({ RABBITMQ_URL, RABBITMQ_PREFIX }, env);
  if (config.RABBITMQ_URL === undefined) throw new Error('RABBITMQ_URL says where the broker is.');
  const deadLetters = await DeadLetters.open(config.RABBITMQ_URL, config.RABBITMQ_PREFIX);
  try {
    if (command === 'list') return await list(deadLetters);
    if (command === 'show') return await show(deadLetters, known(consumer), limitFrom(detail));
    if (command === 'replay') {
      const count = await deadLetters.replay(known(consumer), detail);
      return `${count} delivered again\n`;
    }
    throw new Error(USAGE);
  } finally {
    await deadLetters.close();
  }
}

async function list(deadLetters: DeadLetters): Promise<string> {
  const lines: string[] = [];
  for (const consumer of [...CONSUMERS, UNROUTED]) {
    const count = await deadLetters.count(consumer);
    if (count !== null && count > 0) lines.push(`${consumer} ${count}\n`);
  }
  return lines.length === 0 ? 'There are none.\n' : lines.join('');
}

/** A body a line; what is no JSON is shown as it is. */
async function show(deadLetters: DeadLetters, consumer: string, limit: number): Promise<string> {
  const bodies = await deadLetters.read(consumer, limit);
  return bodies.map((body) => `${body}\n`).join('');
}

function known(consumer = ''): string {
  if (consumer === UNROUTED || CONSUMERS.includes(consumer)) return consumer;
  throw new Error(
    `There is no consumer "${consumer}". There are:\n  ${[...CONSUMERS, UNROUTED].join('\n  ')}`,
  );
}

function limitFrom(text = String(MAX_SHOWN)): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new Error('The count is a number from 1 on.');
}
