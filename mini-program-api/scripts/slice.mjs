// Cuts out of the contract what a mini-program calls, with the schemas that it needs and no others.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

const PREFIXES = ['/api/mp/v1/', '/api/partner/v1/'];
const IN = new URL('../../openapi/openapi.yaml', import.meta.url);
const OUT = new URL('../openapi.yaml', import.meta.url);

/** The names of all schemas that a part of the contract refers to, through others too. */
function reachable(part, schemas, found = new Set()) {
    if (Array.isArray(part)) {
        part.forEach((each) => reachable(each, schemas, found));
    } else if (part !== null && typeof part === 'object') {
        const name = /^#\/components\/schemas\/(.+)$/.exec(part.$ref ?? '')?.[1];
        if (name !== undefined && !found.has(name)) {
            found.add(name);
            reachable(schemas[name], schemas, found);
        }
        Object.values(part).forEach((each) => reachable(each, schemas, found));
    }
    return found;
}

export function slice() {
    const contract = parse(readFileSync(IN, 'utf8'));
    const paths = Object.fromEntries(
        Object.entries(contract.paths).filter(([path]) => PREFIXES.some((prefix) => path.startsWith(prefix))),
    );
    for (const [path, item] of Object.entries(paths)) {
        if ('patch' in item) {
            throw new Error(`PATCH ${path}: wx.request has no such method`);
        }
    }
    const names = reachable(paths, contract.components.schemas);
    const schemas = Object.fromEntries(
        Object.entries(contract.components.schemas).filter(([name]) => names.has(name)),
    );
    return stringify(
        {
            openapi: contract.openapi,
            info: { ...contract.info, title: `${contract.info.title}: what a mini-program calls` },
            paths,
            components: { schemas, securitySchemes: contract.components.securitySchemes },
        },
        { aliasDuplicateObjects: false, lineWidth: 140 },
    );
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
    writeFileSync(OUT, slice());
}
