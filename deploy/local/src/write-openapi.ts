import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { documentOfProduct } from './document';

/** `npm run build`: the document that the gateway serves and routes by, from all route tables. */
const file = resolve(__dirname, '../../../api/openapi.json');
writeFileSync(file, `${JSON.stringify(documentOfProduct(), null, 1)}\n`);
