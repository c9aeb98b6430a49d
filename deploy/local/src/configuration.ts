import { tmpdir } from 'node:os';
import { relative, resolve } from 'node:path';
import { gatewayConfig } from '@siteninja/gateway';
import { commonConfig } from '@siteninja/http';
import { mailConfig } from '@siteninja/mail';
import { DefaultedSchema, type Fields, OptionalSchema, type Schema, toJsonSchema } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';
import { environmentOf, PROCESSES } from './environment';
import { newSecrets } from './secrets';
import { SERVICE_DEFINITIONS } from './services';

const ROOT = resolve(__dirname, '../../..');

const INTRODUCTION = `# Configuration

<!-- Written by \`npm run build\` from the config.ts of every process; change it there. -->

Everything is set by environment variables. Each process checks all of its own at once when it starts, and names
every one that is missing or wrong; no value is ever shown. An empty variable counts as absent.

\`npm start\` and \`npm run start:service\` choose some by themselves, as the third column says; where that is a value,
yours goes before it. They read the environment, not \`.env\`; [.env.example](../.env.example) says how to use a file.
Docker Compose hands every setting of \`.env\` to the processes. Where each one goes in Kubernetes is in
[kubernetes.md](kubernetes.md).

## Of \`npm start\` and \`npm run start:service\`

| variable | default | \`npm start\` | meaning |
| --- | --- | --- | --- |
| \`DATA_FOLDER\` | \`.data\` in the repository | | Where database, files, secrets and demo logins are kept. |
`;

/** Sections of the document, from what all processes have to what one has. */
const SECTIONS: readonly { title: string; fields: Fields }[] = [
  { title: 'Of every process', fields: commonConfig },
  { title: 'Of every service', fields: serviceConfig },
  { title: 'Of the services that send mail', fields: mailConfig },
  { title: 'Of the gateway', fields: gatewayConfig },
  ...SERVICE_DEFINITIONS.map(({ name, config }) => ({ title: `Of ${name}`, fields: config })),
];

/** docs/configuration.md: every variable that a process reads, once. */
export function configurationDocument(): string {
  const chosen = chosenByStart();
  const written = new Set<string>();
  const sections = SECTIONS.map(({ title, fields }) => {
    const own = Object.entries(fields).filter(([name]) => !written.has(name));
    const rows = own.map(([name, schema]) => {
      written.add(name);
      return `| \`${name}\` | ${defaultOf(name, schema)} | ${chosen.get(name) ?? ''} | ${meaningOf(schema)} |`;
    });
    if (rows.length === 0) return '';
    const head = '| variable | default | `npm start` | meaning |\n| --- | --- | --- | --- |';
    return `\n## ${title}\n\n${head}\n${rows.join('\n')}\n`;
  });
  return `${INTRODUCTION}${sections.join('')}`;
}

function defaultOf(name: string, schema: Schema<unknown>): string {
  const { [name]: ofGateway }: Fields = gatewayConfig;
  const own = valueOf(schema);
  if (ofGateway === undefined || ofGateway === schema || valueOf(ofGateway) === own) return own;
  return `${own}; gateway: ${valueOf(ofGateway)}`;
}

function valueOf(schema: Schema<unknown>): string {
  if (schema instanceof OptionalSchema) return 'none';
  if (!(schema instanceof DefaultedSchema)) return 'none, required';
  const { value }: { value: unknown } = schema;
  if (value === '' || (value instanceof Map && value.size === 0)) return 'none';
  return `\`${portable(String(value))}\``;
}

/** The same text on whichever machine the document is written. */
function portable(value: string): string {
  if (value.startsWith(`${ROOT}/`)) return relative(ROOT, value);
  return value.startsWith(`${tmpdir()}/`) ? `<temporary folder>/${relative(tmpdir(), value)}` : value;
}

function meaningOf(schema: Schema<unknown>): string {
  const { description, enum: words, minimum, maximum } = jsonSchemaOf(schema);
  const allowed = [
    Array.isArray(words) ? `One of ${words.map((word) => `\`${String(word)}\``).join(', ')}.` : '',
    typeof minimum === 'number' && typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER
      ? `From ${minimum} to ${maximum}.`
      : '',
  ];
  return [String(description ?? ''), ...allowed].filter((sentence) => sentence !== '').join(' ');
}

function jsonSchemaOf(schema: Schema<unknown>): Record<string, unknown> {
  return toJsonSchema(schema);
}

/** What `npm start` sets for a process whose user has set nothing: the value where it is always the same one. */
function chosenByStart(): ReadonlyMap<string, string> {
  const environments = ['1', '2'].flatMap((different) => {
    const layout = {
      dataFolder: different,
      secrets: newSecrets(),
      port: 9_000 + Number(different),
      mongodbUri: different,
      databasePrefix: different,
    };
    return PROCESSES.map((name) => environmentOf(name, layout, {}));
  });
  const names = new Set(environments.flatMap((environment) => Object.keys(environment)));
  const cells = [...names].map((name): [string, string] => {
    const values = new Set(environments.map((environment) => environment[name]));
    return [name, values.size === 1 ? `\`${[...values].join('')}\`` : 'chosen'];
  });
  // These it takes from the demo's file.
  return new Map([...cells, ['SUPER_ADMIN_EMAIL', 'made once'], ['SUPER_ADMIN_PASSWORD', 'made once']]);
}
