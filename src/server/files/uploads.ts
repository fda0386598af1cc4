import type { Readable } from 'node:stream'
import type { Instant } from '#domain/calendar.ts'
import { Problem, problem } from '#domain/problems.ts'
import type { House } from '#server/http/house.ts'
import { hasContent, largest } from './content.ts'
import { type Sender, storeFile } from './files.ts'
import { findPresent, findReadableFile } from './store.ts'
import { startTurns, type Turn } from './under-way.ts'
import {
  type Announced,
  announcedBytes,
  appendBytes,
  beginUpload,
  bytesHeld,
  findUpload,
  readPart,
  removeUpload,
} from './upload-store.ts'

/** Bytes that one account may have announced and not brought to an end. */
const mostUnfinished = 600 * 1024 * 1024

const folderOf = (house: House) => house.config.filesFolder

/** How far an upload has come, in bytes; the two are equal once the file is stored. */
export type Progress = { offset: number; length: number }

/**
 * Files that come in parts, each known by its owner and its hash: whoever comes back after a cut, a reload or a restart
 * goes on where the disk left off.
 */
export function uploadsOf(house: House, patience?: number) {
  const inTurn = startTurns(patience)
  const nameOf = (by: Sender, hash: string) => `${by.district.code}-${by.actor.accountId}-${hash}`

  /** The server has all bytes: they become a file, or nothing when they are not what was announced. */
  const finish = async (by: Sender, name: string, { hash, kind }: Announced, now: Instant) => {
    try {
      await storeFile(house, by, kind, readPart(folderOf(house), name), now, hash)
    } catch (error) {
      const wrong = error instanceof Problem && /^file\./.test(error.code)
      if (wrong) await removeUpload(folderOf(house), name)
      throw error
    }
    await removeUpload(folderOf(house), name)
  }

  const progressOf = async (by: Sender, name: string, announced: Announced, now: Instant): Promise<Progress> => {
    const { length } = announced
    const offset = await bytesHeld(folderOf(house), name)
    // All of it was there when the process ended.
    if (offset === length) await finish(by, name, announced, now)
    return { offset, length }
  }

  const stored = async (by: Sender, hash: string): Promise<Progress> => {
    const file = await house.database.read(by.district, by.actor, (tx) => findReadableFile(tx, hash))
    if (file === undefined || !(await hasContent(folderOf(house), hash))) throw problem('upload.not_found')
    return { offset: file.size, length: file.size }
  }

  return {
    /** Announces a file, or finds what is there of it. Throws `upload.differs`, `upload.too_many`, `file.too_large`. */
    async begin(by: Sender, announced: Announced, now: Instant): Promise<Progress & { created: boolean }> {
      const { hash, kind, length } = announced
      await house.database.mayWrite()
      if (length > largest[kind]) throw problem('file.too_large', { largest: largest[kind] })
      const held = await house.database.read(by.district, by.actor, (tx) => findPresent(tx, hash))
      if (held !== undefined && (await hasContent(folderOf(house), hash))) {
        if (held.kind !== kind || held.size !== length) throw problem('upload.differs')
        return { offset: length, length, created: false }
      }
      const name = nameOf(by, hash)
      const before = await findUpload(folderOf(house), name)
      if (before !== undefined) {
        if (before.kind !== kind || before.length !== length) throw problem('upload.differs')
        return { ...(await inTurn(name, () => progressOf(by, name, before, now))), created: false }
      }
      const unfinished = await announcedBytes(folderOf(house), nameOf(by, ''))
      if (unfinished + length > mostUnfinished) throw problem('upload.too_many')
      await beginUpload(folderOf(house), name, announced)
      return { offset: 0, length, created: true }
    },

    /** Throws `upload.not_found`, or `upload.busy` while somebody else is sending. */
    async progress(by: Sender, hash: string, now: Instant): Promise<Progress> {
      const name = nameOf(by, hash)
      const announced = await findUpload(folderOf(house), name)
      return announced === undefined ? stored(by, hash) : inTurn(name, () => progressOf(by, name, announced, now))
    },

    /**
     * Adds bytes at an offset; what came is kept, also when the sender breaks off. Throws `upload.offset_wrong` with the
     * right one, `upload.busy`, `file.too_large`, and at the end what `storeFile` throws.
     */
    async append(by: Sender, hash: string, from: number, bytes: Readable, now: () => Instant): Promise<Progress> {
      await house.database.mayWrite()
      const name = nameOf(by, hash)
      const work = async (turn: Turn): Promise<Progress> => {
        const announced = await findUpload(folderOf(house), name)
        const at = announced === undefined ? await stored(by, hash) : await progressOf(by, name, announced, now())
        if (at.offset !== from) throw problem('upload.offset_wrong', { offset: at.offset })
        if (announced === undefined || at.offset === at.length) return at
        const fits = await appendBytes(folderOf(house), name, at.length - at.offset, bytes, turn)
        if (!fits) throw problem('file.too_large', { largest: at.length })
        return progressOf(by, name, announced, now())
      }
      return inTurn(name, work)
    },

    /** Gives up what was not finished. */
    async drop(by: Sender, hash: string): Promise<void> {
      const name = nameOf(by, hash)
      await inTurn(name, async () => {
        if ((await findUpload(folderOf(house), name)) === undefined) throw problem('upload.not_found')
        await removeUpload(folderOf(house), name)
      })
    },
  }
}
