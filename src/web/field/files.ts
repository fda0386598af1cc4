import type { Evidence } from '#domain/hazards.ts'
import type { EvidenceKind } from '#domain/standards.ts'
import { allKept, keep, keepAll, kept } from './keep.ts'
import { sha256, shrunkPhoto } from './photo.ts'
import type { Upload } from './tus.ts'

/** A photo, video or document on this phone. `sentAs` is its hash on the server, null until it is there; `upload` how far it came. */
export type KeptFile = { hash: string; kind: EvidenceKind; blob: Blob; sentAs: string | null; upload?: Upload }

/** Largest sizes that the server takes, in bytes. */
const largest: Record<EvidenceKind, number> = { photo: 10_000_000, video: 50_000_000, document: 10_000_000 }

export class FileTooLarge extends Error {}

/** Keeps what was picked on the phone first. Throws `UnreadablePhoto` or `FileTooLarge`. */
export async function keepFile(picked: Blob, kind: EvidenceKind, mark: string): Promise<Evidence> {
  const blob = kind === 'photo' ? await shrunkPhoto(picked, mark) : picked
  if (blob.size > largest[kind]) throw new FileTooLarge()
  const hash = await sha256(blob)
  const known = await findFile(hash)
  if (known === undefined) await keep('files', hash, { hash, kind, blob, sentAs: null } satisfies KeptFile)
  return { hash, kind }
}

export function findFile(hash: string): Promise<KeptFile | undefined> {
  return kept<KeptFile>('files', hash)
}

/** Forgets the files that neither a draft nor an unsent job names. */
export async function dropFilesExcept(needed: ReadonlySet<string>): Promise<void> {
  const all = await allKept<KeptFile>('files')
  const dropped = all.filter((file) => !needed.has(file.hash))
  if (dropped.length > 0) await keepAll(dropped.map((file) => ({ store: 'files', key: file.hash })))
}
