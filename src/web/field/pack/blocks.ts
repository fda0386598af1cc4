import type { Instant } from '#domain/calendar.ts'
import type { Hazard } from '#domain/hazards.ts'
import type { Pack, PackColleague, PackPlace, PackUnit } from '#domain/pack.ts'
import type { CheckItem } from '#domain/standards.ts'
import type { Change } from '#web/field/keep.ts'

/** Whose it is: a pack is of one person's one post. */
export type Owner = { accountId: string; postId: string }

type Rest = { items: readonly CheckItem[]; units: readonly PackUnit[]; colleagues: readonly PackColleague[] }
type Rows = readonly (PackPlace | Hazard | Rest)[]
export type Block = { block: string; rows: Rows; bytes: number }
/** `latest`: the latest time that this phone ever saw; `offset`: of its clock to the server's, in ms. */
export type Head = {
  block: 'head'
  owner: Owner
  seq: number
  key: string
  asOf: Instant
  latest: Instant
  offset: number
  expired: boolean
}

/** A change touches the blocks of its places only; so many are read in one go, and each is written in a moment. */
const placeBlocks = 32
const hazardBlocks = 8

const blockOf = (kind: string, many: number, id: string) => `${kind} ${Number.parseInt(id.slice(-2), 16) % many}`

function rowsByBlock(pack: Pack): Map<string, Rows> {
  const { items, units, colleagues } = pack
  const blocks = new Map<string, (PackPlace | Hazard | Rest)[]>()
  for (let n = 0; n < placeBlocks; n++) blocks.set(`places ${n}`, [])
  for (let n = 0; n < hazardBlocks; n++) blocks.set(`hazards ${n}`, [])
  for (const place of pack.places.values()) blocks.get(blockOf('places', placeBlocks, place.id))?.push(place)
  for (const hazard of pack.hazards.values()) blocks.get(blockOf('hazards', hazardBlocks, hazard.id))?.push(hazard)
  return blocks.set('rest', [{ items, units, colleagues }])
}

/** What has to be written so that the phone holds `next` where it held `was`. */
export function blocksToWrite(was: Pack | null, next: Pack): Block[] {
  const before = was === null ? null : rowsByBlock(was)
  return [...rowsByBlock(next)]
    .filter(([name, rows]) => !isSame(before?.get(name), rows))
    .map(([block, rows]) => ({ block, rows, bytes: new TextEncoder().encode(JSON.stringify(rows)).length }))
}

/** What did not change is the same object, not another one that looks like it. */
function isSame(before: Rows | undefined, rows: Rows): boolean {
  if (before === undefined || before.length !== rows.length) return false
  return rows.every((row, n) => {
    const old = before[n]
    if (old === row) return true
    return old !== undefined && 'items' in row && 'items' in old && JSON.stringify(old) === JSON.stringify(row)
  })
}

export const changeOf = (record: Block | Head): Change => ({ store: 'pack', key: record.block, value: record })

/** All blocks but the head are dropped: it alone still tells whose the pack was, and that it ran out. */
export function withoutBlocks(blocks: readonly Block[]): Change[] {
  return blocks.map(({ block }) => ({ store: 'pack', key: block }))
}

/** Puts together what `blocksToWrite` took apart. */
export function packFrom(head: Head, blocks: readonly Block[]): Pack {
  const rows = blocks.flatMap((block) => block.rows)
  const rest = rows.find((row): row is Rest => 'items' in row) ?? { items: [], units: [], colleagues: [] }
  const places = rows.filter((row): row is PackPlace => 'syllables' in row)
  const hazards = rows.filter((row): row is Hazard => 'placeId' in row)
  return {
    seq: head.seq,
    key: head.key,
    asOf: head.asOf,
    places: new Map(places.map((place) => [place.id, place])),
    hazards: new Map(hazards.map((hazard) => [hazard.id, hazard])),
    ...rest,
  }
}
