import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { configurationDocument } from './configuration';

/** `npm run build`: what every process can be configured by, from its schema. */
writeFileSync(resolve(__dirname, '../../../docs/configuration.md'), configurationDocument());
