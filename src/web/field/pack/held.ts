import { type Instant, instant } from '#domain/calendar.ts'
import { type Pack, packExpired } from '#domain/pack.ts'
import { clockOffset, serverNow, supposeOffset } from '#web/api.ts'
import { allKept, empty, keep, keepAll, kept } from '#web/field/keep.ts'
import { watched } from '#web/field/watched.ts'
import { type Block, blocksToWrite, changeOf, type Head, type Owner, packFrom, withoutBlocks } from './blocks.ts'

/** What of the pack the screens show. `bytes`: as it is kept. `expired`: it was here, and was thrown away for its age. */
export type Held = { pack: Pack | null; bytes: number; expired: boolean }

const nothing: Held = { pack: null, bytes: 0, expired: false }

/** Undefined until the phone's store was read. */
export const held = watched<Held | undefined>(undefined)

let reading: { of: string; done: Promise<void> } | null = null
let expiring: Promise<void> | null = null
let sizes = new Map<string, number>()
let latest: Instant = ''

const nameOf = ({ accountId, postId }: Owner) => `${accountId} ${postId}`

/** The pack of this person and post, or null where there is none that is still to be believed. */
export async function packOf(owner: Owner): Promise<Pack | null> {
  if (reading?.of !== nameOf(owner)) reading = { of: nameOf(owner), done: read(owner) }
  await reading.done
  const pack = held.get()?.pack ?? null
  if (pack === null || !packExpired(pack, seenNow())) return pack
  expiring ??= expire(owner, pack).finally(() => {
    expiring = null
  })
  await expiring
  return null
}

/** A clock that was set back makes nothing younger. */
function seenNow(): Instant {
  const now = instant(serverNow())
  if (now > latest) latest = now
  return latest
}

async function read(owner: Owner): Promise<void> {
  const records = await allKept<Block | Head>('pack')
  const head = records.find((record): record is Head => record.block === 'head')
  const blocks = records.filter((record): record is Block => record.block !== 'head')
  if (head === undefined || nameOf(head.owner) !== nameOf(owner)) return held.set(nothing)
  supposeOffset(head.offset)
  if (head.latest > latest) latest = head.latest
  if (head.expired) return held.set({ ...nothing, expired: true })
  sizes = new Map(blocks.map(({ block, bytes }) => [block, bytes]))
  held.set({ pack: packFrom(head, blocks), bytes: sum(sizes), expired: false })
  await keepAll([changeOf({ ...head, latest: seenNow() })])
}

const sum = (of: ReadonlyMap<string, number>) => [...of.values()].reduce((all, one) => all + one, 0)

/** Keeps what has changed, all of it or nothing. False where the phone has changed hands meanwhile. */
export async function keepPack(owner: Owner, was: Pack | null, next: Pack): Promise<boolean> {
  if (reading?.of !== nameOf(owner)) return false
  // The server has said what time it is; whatever a wrong clock showed before is forgotten.
  latest = next.asOf
  const blocks = blocksToWrite(was, next)
  await keepAll([changeOf(headOf(owner, next, false)), ...blocks.map(changeOf)])
  for (const { block, bytes } of blocks) sizes.set(block, bytes)
  held.set({ pack: next, bytes: sum(sizes), expired: false })
  return true
}

function headOf(owner: Owner, { seq, key, asOf }: Pack, expired: boolean): Head {
  return { block: 'head', owner, seq, key, asOf, latest: seenNow(), offset: clockOffset() ?? 0, expired }
}

async function expire(owner: Owner, pack: Pack): Promise<void> {
  await keepAll([...withoutBlocks(blocksToWrite(null, pack)), changeOf(headOf(owner, pack, true))])
  await forgetLists()
  // Last, so that whoever asks meanwhile waits until it is gone.
  held.set({ ...nothing, expired: true })
}

/** What was looked at is as old. Who works here stays known: without that nothing that is begun could be opened. */
async function forgetLists(): Promise<void> {
  const session = await kept('lists', 'session')
  await empty('lists')
  if (session !== undefined) await keep('lists', 'session', session)
}

/** Leaves nothing of it on the phone. */
export async function forgetPack(): Promise<void> {
  reading = null
  sizes = new Map()
  held.set(nothing)
  await empty('pack')
}
