import type { EvidenceKind } from '#domain/standards.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

/** Which of these files the server holds, and what they really are. */
export async function presentFiles(tx: Tx, hashes: readonly string[]): Promise<Map<string, EvidenceKind>> {
  if (hashes.length === 0) return new Map()
  const { rows } = await sql<{ hash: string; kind: EvidenceKind }>`
    select hash, kind from file where hash = any(${[...new Set(hashes)]})`.execute(tx)
  return new Map(rows.map((row) => [row.hash, row.kind]))
}

/** Hashes that these subjects name and nobody has brought, or brought as another kind. Subjects without any are left out. */
export async function awaitedOf(tx: Tx, subjects: readonly string[]): Promise<Map<string, string[]>> {
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<{ subject: string; hashes: string[] }>`
    select a.subject, array_agg(a.hash order by a.since, a.hash) as hashes from file_awaited a
    where a.subject = any(${[...new Set(subjects)]}::uuid[])
      and not exists (select from file f where f.hash = a.hash and f.kind = a.kind)
    group by a.subject`.execute(tx)
  return new Map(rows.map((row) => [row.subject, row.hashes]))
}

/** A file of that content, whoever brought it. */
export async function findPresent(tx: Tx, hash: string): Promise<{ kind: EvidenceKind; size: number } | undefined> {
  const { rows } = await sql<{ kind: EvidenceKind; size: number }>`
    select kind, size from file where hash = ${hash}`.execute(tx)
  return rows[0]
}

export type StoredFile = { hash: string; kind: string; mediaType: string; size: number }

/** A file that belongs to a subject within scope, or that this actor brought. */
export async function findReadableFile(tx: Tx, hash: string): Promise<StoredFile | undefined> {
  const { rows } = await sql<StoredFile>`select hash, kind, media_type, size from file
    where hash = ${hash} and (stored_by = shared.me() or exists (select from file_link where file_link.hash = file.hash))`.execute(
    tx,
  )
  return rows[0]
}

/** A file already held by somebody else stays theirs; having its bytes is right enough to name it. */
export async function insertFile(tx: Tx, file: StoredFile & { storedAt: string; storedBy: string }): Promise<void> {
  await sql`insert into file (hash, kind, media_type, size, stored_at, stored_by)
    values (${file.hash}, ${file.kind}, ${file.mediaType}, ${file.size}, ${file.storedAt}, ${file.storedBy}) on conflict do nothing`.execute(
    tx,
  )
}
