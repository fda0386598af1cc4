import { toBase64url } from '#domain/bytes.ts'
import type { SubjectKind } from '#domain/events.ts'
import type { SealedEvent } from '#domain/sealed-events.ts'
import type { HashName, Seal, SignatureName } from '#domain/seals.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import { readJsonb } from './jsonb.ts'
import type { NumberedEvent } from './numbered.ts'

/** To the microsecond, and the same whatever the session's time zone and style. */
const exactly = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** The columns of the sealed form of `e`, an event. */
export const sealedColumns = sql`e.id, e.command_id, e.subject_kind, e.subject, e.type, e.data::text as data,
  ${exactly(sql`e.occurred`)} as occurred, ${exactly(sql`e.received`)} as received, e.late, e.account_id, e.post_id, e.via,
  e.unit_path, e.scope_path, e.department`

export type EventRow = {
  id: string
  commandId: string
  subjectKind: string
  subject: string
  type: string
  data: string
  /** Null: no moment of any calendar. */
  occurred: string | null
  received: string | null
  late: boolean
  accountId: string
  postId: string | null
  via: string | null
  unitPath: string
  scopePath: string
  department: string
}

/** The event as it is sealed, with its number. */
export function sealedForm(seq: number, row: EventRow): SealedEvent {
  const { id, type, subjectKind, subject, late, scopePath } = row
  const { commandId, accountId, postId, via, unitPath, department } = row
  const [occurred, received] = [momentOf(row.occurred), momentOf(row.received)]
  const details = { commandId, accountId, postId, via, unitPath, department, data: readJsonb(row.data) }
  return { seq, id, type, subjectKind, subject, occurred, received, late, scopePath, details }
}

/** The same event as a reaction meets it. */
export function numberedForm(seq: number, row: EventRow): NumberedEvent {
  const { id, subject, type, accountId, scopePath, department } = row
  const [occurred, received] = [toMillis(row.occurred), toMillis(row.received)]
  const [subjectKind, data] = [row.subjectKind as SubjectKind, JSON.parse(row.data) as Record<string, unknown>]
  return { seq, id, subjectKind, subject, type, data, occurred, received, accountId, scopePath, department }
}

const toMillis = (text: string | null) => `${(text ?? '').slice(0, 23)}Z`

/** With milliseconds as everywhere in the house, unless there are microseconds. */
function momentOf(text: string | null): string {
  return text === null ? '' : text.replace(/000Z$/, 'Z')
}

/** The columns of `s`, a seal. */
export const sealColumns = sql`s.no, s.first_seq, s.last_seq, s.root, s.previous, ${exactly(sql`s.at`)} as at, s.key_id,
  s.algorithm, s.hash, s.signature`

export type SealRow = {
  no: number
  firstSeq: number
  lastSeq: number
  root: Buffer
  previous: Buffer
  at: string | null
  keyId: string
  algorithm: string
  hash: string
  signature: Buffer
}

/** What a seal says; whether its words are known ones is for who checks it. */
export function sealOf(row: SealRow): Seal {
  return {
    no: row.no,
    first: row.firstSeq,
    last: row.lastSeq,
    root: toBase64url(row.root),
    previous: toBase64url(row.previous),
    at: momentOf(row.at),
    key: row.keyId,
    algorithm: row.algorithm as SignatureName,
    hash: row.hash as HashName,
    signature: toBase64url(row.signature),
  }
}
