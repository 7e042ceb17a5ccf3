// The compiler does not copy declarations that were generated; the package needs them beside its own.
import { copyFileSync } from 'node:fs';

const client = new URL('../client/', import.meta.url);
copyFileSync(new URL('src/schema.d.ts', client), new URL('miniprogram_dist/schema.d.ts', client));
