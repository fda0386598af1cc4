import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const exact = { additionalProperties: false }
const Name = Type.String({ pattern: '^[a-z_][a-z0-9_]{0,62}$' })
const Schema = Type.String({ pattern: '^(shared|d[0-9]{6})$' })
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Count = Type.Integer({ minimum: 0 })

const Table = Type.Object(
  {
    schema: Schema,
    table: Name,
    columns: Type.Array(Name, { minItems: 1 }),
    rows: Count,
    bytes: Count,
    sha256: Sha256,
    digest: Sha256,
    pieces: Count,
  },
  exact,
)

const Manifest = Type.Object({
  format: Type.Literal('bihuan-backup'),
  version: Type.Literal(1),
  product: Type.String(),
  postgres: Type.String(),
  madeAt: Type.String(),
  /** null: set up, but never finished. */
  installation: Type.Union([
    Type.Null(),
    Type.Object(
      { demo: Type.Boolean(), createdAt: Type.String(), keyCheck: Type.Union([Type.String(), Type.Null()]) },
      exact,
    ),
  ]),
  districts: Type.Array(
    Type.Object({ code: Type.String({ pattern: '^[0-9]{6}$' }), schema: Schema, name: Type.String() }, exact),
  ),
  migrations: Type.Array(
    Type.Object({ schema: Schema, name: Type.String({ pattern: '^[0-9a-z.-]+\\.sql$' }), digest: Sha256 }, exact),
  ),
  tables: Type.Array(Table),
  /** The public parts of the keys that sealed, as they were published: for everybody to know, and needed to verify. */
  publishedKeys: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()))),
  files: Type.Object(
    {
      /** false: the evidence stayed in its folder, as before a migration. */
      included: Type.Boolean(),
      count: Count,
      bytes: Count,
      /** Named by the database, but no longer in the folder when this was made. */
      missing: Type.Array(Sha256),
      /** Its bytes are not those that its name promises. The archive holds them as they were found. */
      damaged: Type.Array(Type.Object({ hash: Sha256, found: Sha256 }, exact)),
    },
    exact,
  ),
})

/** What an archive says of itself. */
export type Manifest = Static<typeof Manifest>
export type TableEntry = Static<typeof Table>

/** Throws when the text is no manifest that this program understands. */
export function parseManifest(text: string): Manifest {
  const read: unknown = JSON.parse(text)
  const { format, version } = read as { format?: unknown; version?: unknown }
  if (format === 'bihuan-backup' && typeof version === 'number' && version > 1)
    throw new Error(`it has the format ${version} of a newer program; this one reads format 1`)
  if (!Value.Check(Manifest, read)) {
    const [first] = Value.Errors(Manifest, read)
    throw new Error(`its manifest is not in order (${first?.instancePath} ${first?.message})`)
  }
  return read
}

export const pieceName = (schema: string, table: string, piece: number) =>
  `data/${schema}/${table}/${String(piece).padStart(6, '0')}.copy.gz`

export const fileName = (hash: string) => `files/${hash.slice(0, 2)}/${hash}`
