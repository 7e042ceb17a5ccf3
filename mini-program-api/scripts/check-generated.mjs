// Fails when the slice or the generated types are not those of the contract as it is now.
import { readFileSync } from 'node:fs';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { slice } from './slice.mjs';

const wanted = new Map();
const contract = slice();
wanted.set('../openapi.yaml', contract);
wanted.set('../client/src/schema.d.ts', COMMENT_HEADER + astToString(await openapiTS(contract)));

const stale = [...wanted].filter(([file, text]) => readFileSync(new URL(file, import.meta.url), 'utf8') !== text);
for (const [file] of stale) {
    console.error(`${file.replace('../', '')} is not what the contract says: npm run generate`);
}
process.exitCode = stale.length === 0 ? 0 : 1;
