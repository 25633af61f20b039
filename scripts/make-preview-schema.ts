import { mkdirSync, writeFileSync } from 'node:fs';
import { makePreviewJsonSchema } from '#app/catalog/describing/preview-file/schema.ts';

/** Writes the JSON Schema of preview.json to where it is served. Run it after every change of the format. */

const folder = new URL('../public/schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('preview-1.json', folder), makePreviewJsonSchema());
