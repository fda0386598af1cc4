import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Instant } from '#domain/calendar.ts'
import type { Actor } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import type { EvidenceKind } from '#domain/standards.ts'
import type { District } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import { readContent, storeContent } from './content.ts'
import { findReadableFile, insertFile } from './store.ts'

export type Sender = { district: District; actor: Actor }

/** Takes a file in for somebody; it becomes evidence when a command names its hash. Throws `file.hash_differs` when it is not `expected`. */
export async function storeFile(
  house: House,
  { district, actor }: Sender,
  kind: EvidenceKind,
  bytes: Readable,
  now: Instant,
  expected?: string,
) {
  await house.database.mayWrite()
  const arrived = await storeContent(house.config.filesFolder, kind, bytes, expected)
  await house.database.as(district, actor, (tx) =>
    insertFile(tx, { ...arrived, kind, storedAt: now, storedBy: actor.accountId }),
  )
  return { kind, ...arrived }
}

/** Sends a file to somebody who may see a subject that it belongs to, or who brought it. Throws `file.not_found`. */
export async function sendFile(
  house: House,
  { district, actor }: Sender,
  hash: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = await house.database.read(district, actor, (tx) => findReadableFile(tx, hash))
  const bytes = file && (await readContent(house.config.filesFolder, hash))
  if (file === undefined || bytes === undefined) throw problem('file.not_found')
  return reply
    .header('content-type', file.mediaType)
    .header('content-length', file.size)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('content-disposition', 'inline')
    .header('cache-control', 'private, max-age=31536000, immutable')
    .send(bytes)
}
