import { type Static, Type } from 'typebox'
import { isInstant } from './calendar.ts'

/** Small schemas that commands and routes share. Every object refuses unknown fields. */
export const exact = { additionalProperties: false } as const

export const Id = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
export const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 in hex' })
export const At = Type.Refine(
  Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$', maxLength: 24 }),
  isInstant,
  () => 'must be an instant that exists',
)
export const Reason = Type.String({ minLength: 2, maxLength: 500 })
export const Line = Type.String({ pattern: '^[a-z]{2,20}$' })

export const Proof = Type.Object(
  { hash: Hash, kind: Type.Union([Type.Literal('photo'), Type.Literal('video'), Type.Literal('document')]) },
  exact,
)
export const Proofs = Type.Array(Proof, { maxItems: 12 })
export const ModeWord = Type.Union([Type.Literal('immediate'), Type.Literal('concentrated'), Type.Literal('deadline')])
export const PositionShape = Type.Object(
  {
    lng: Type.Number({ minimum: 70, maximum: 140 }),
    lat: Type.Number({ minimum: 0, maximum: 60 }),
    datum: Type.Union([Type.Literal('wgs84'), Type.Literal('cgcs2000'), Type.Literal('gcj02'), Type.Literal('bd09')]),
    accuracy: Type.Union([Type.Number({ minimum: 0, maximum: 100_000 }), Type.Null()]),
  },
  exact,
)

/** No text of PostgreSQL holds U+0000 or half a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** Deeper than any command's data: what is deeper is refused before anybody walks through it. */
const deepest = 12

function isShallow(value: unknown, depth = 0): boolean {
  if (value === null || typeof value !== 'object') return true
  return depth < deepest && Object.values(value).every((inner) => isShallow(inner, depth + 1))
}

export const Envelope = Type.Object(
  {
    id: Id,
    type: Type.String({ maxLength: 60 }),
    subject: Id,
    at: At,
    data: Type.Refine(
      Type.Object({}, { additionalProperties: true }),
      (data) => isShallow(data),
      () => 'must not be nested so deep',
    ),
    seen: Type.Optional(Type.Integer({ minimum: 1 })),
    by: Type.Optional(Id),
  },
  exact,
)
export type Envelope = Static<typeof Envelope>
