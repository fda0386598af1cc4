import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

type Migration = { name: string; text: string; digest: string }

/** A migration as a database remembers it. */
export type Applied = { schema: string; name: string; digest: string }
export type Pending = Applied & { text: string }

const read = new Map<string, readonly Migration[]>()

/** The migrations that this program has for a schema, in order. */
export function knownFor(schema: string): readonly Migration[] {
  const folder = schema === 'shared' ? 'shared' : 'district'
  const known = read.get(folder) ?? migrationsIn(folder)
  read.set(folder, known)
  return known
}

export const fileOf = ({ schema, name }: Applied) => `${schema}/${name}`

/** Why this program cannot work with schemas of this form; null when it can. */
export function whyUnknown(form: readonly Applied[]): { reason: 'newer' | 'other'; files: string[] } | null {
  const found = (one: Applied) => knownFor(one.schema).find(({ name }) => name === one.name)
  const unknown = form.filter((one) => found(one) === undefined)
  if (unknown.length > 0) return { reason: 'newer', files: unknown.map(fileOf) }
  const other = form.filter((one) => found(one)?.digest !== one.digest)
  return other.length > 0 ? { reason: 'other', files: other.map(fileOf) } : null
}

/** Throws unless every applied migration is one of this program's. */
export function assertKnown(applied: readonly Applied[]): void {
  const why = whyUnknown(applied)
  if (why?.reason === 'newer')
    throw new Error(
      `This database was written by a newer version of Bihuan (${why.files.join(', ')} is not known here). ` +
        'Nothing was changed and nothing is served. Start that version or a newer one.',
    )
  if (why?.reason === 'other')
    throw new Error(
      `This database was made by another version of Bihuan: ${why.files.join(', ')} differs from the file of the same ` +
        'name here. Nothing was changed and nothing is served. Start the version that made it, or restore a backup.',
    )
}

function migrationsIn(folder: string): Migration[] {
  const at = new URL(`./migrations/${folder}/`, import.meta.url)
  return readdirSync(at)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, at), 'utf8')
      return { name, text, digest: createHash('sha256').update(text).digest('hex') }
    })
}
