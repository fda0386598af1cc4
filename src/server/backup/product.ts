import { readFileSync } from 'node:fs'

/** Name and version of this program, as it stands in an archive. */
export const product = `bihuan ${JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version}`
