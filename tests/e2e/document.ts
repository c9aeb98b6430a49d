import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { type Response } from 'supertest';

interface Operation {
  responses: Record<string, { $ref?: string; content?: Record<string, { schema?: object }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: object;
}

const document: Document = JSON.parse(readFileSync(resolve(__dirname, '../../api/openapi.json'), 'utf8'));
const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'openapi', ...document });

const templates = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/** @throws where the answer is not one that the document promises for this operation */
export function assertDocumented(verb: string, target: string, { status, headers, body }: Response): void {
  const [path = ''] = target.split('?');
  const found = templates
    .filter(({ pattern }) => pattern.test(path))
    .sort((a, b) => braces(a.path) - braces(b.path))[0];
  const operation = found && document.paths[found.path]?.[verb];
  if (!found || !operation) return;
  const promised = operation.responses[status];
  if (!promised)
    throw new Error(`${verb} ${found.path} answers ${status}, which its document does not name.`);
  if (!String(headers['content-type']).startsWith('application/json') || status === 304) return;
  const pointer = promised.$ref
    ? `openapi${promised.$ref}/content/application~1json/schema`
    : `openapi#/paths/${encode(found.path)}/${verb}/responses/${status}/content/application~1json/schema`;
  const validate = ajv.getSchema(pointer);
  if (!validate) throw new Error(`${verb} ${found.path} has no schema for ${status}.`);
  if (!validate(body)) {
    throw new Error(`${verb} ${found.path} ${status} breaks its schema: ${JSON.stringify(validate.errors)}`);
  }
}

const braces = (path: string): number => path.split('{').length;
const encode = (path: string): string => encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1'));
