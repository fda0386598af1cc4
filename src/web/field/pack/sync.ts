import { isWhole, mergePack, type PackLine } from '#domain/pack.ts'
import { ApiProblem, getLines } from '#web/api.ts'
import { isUnreachable } from '#web/field/online.ts'
import { watched } from '#web/field/watched.ts'
import { api } from '#web/paths.ts'
import type { Owner } from './blocks.ts'
import { keepPack, packOf } from './held.ts'

/** `refused`: what the server said to the last question, other than that it cannot be reached. */
export type Syncing = { busy: boolean; refused: ApiProblem | null; full: boolean }

export const syncing = watched<Syncing>({ busy: false, refused: null, full: false })

/** Asks for what is new and keeps it. One question at a time; what was cut off is asked for again at the next occasion. */
export async function syncPack(owner: Owner): Promise<void> {
  if (syncing.get().busy) return
  const was = await packOf(owner)
  syncing.set({ ...syncing.get(), busy: true })
  try {
    const { lines } = await getLines<PackLine>(api.pack(was === null ? {} : { since: was.seq, key: was.key }))
    if (isWhole(lines)) await keepPack(owner, was, mergePack(was, lines))
    syncing.set({ busy: false, refused: null, full: false })
  } catch (error) {
    // Nothing was changed; what is held goes on being used.
    const refused = error instanceof ApiProblem ? error : null
    const full = error instanceof DOMException && error.name === 'QuotaExceededError'
    syncing.set({ busy: false, refused: refused && isUnreachable(refused) ? null : refused, full })
    if (refused === null && !full) throw error
  }
}
