import { readFileSync } from 'node:fs'
import { readReceiptCode } from '#domain/receipt-code.ts'
import { checkReceipt, type ReceiptFault } from '#domain/receipts.ts'
import { type PublishedKeys, readPublishedKeys, sealedLate } from '#domain/seals.ts'
import { type Config, readConfig } from '#server/config.ts'
import { nodePrimitives } from '#server/crypto/primitives.ts'
import { readSealHeads } from '#server/events/seal-heads.ts'
import { type DistrictVerdict, verdictOfMissing, verifyDistrict } from '#server/events/verify.ts'
import type { FirstBad } from '#server/events/verify-faults.ts'
import { findDistricts } from '#server/house.ts'
import { openExisting } from './existing.ts'
import { UsageError } from './usage-error.ts'

/** Follows every seal of every district. On stdout one JSON object; exit code 1 when something is wrong. */
export async function verifyLog(given: { data?: string }, keysFile: string | undefined): Promise<number> {
  const config = readConfig(process.env, given)
  const keys = publishedKeys(config, keysFile)
  // Before the snapshot: a seal that is made meanwhile must not look as if it were missing.
  const heads = readSealHeads(config.sealHeadsFile)
  const database = await openExisting(config)
  try {
    const districts: DistrictVerdict[] = []
    const found = await findDistricts(database)
    for (const district of found) {
      const head = heads[district.code] ?? null
      districts.push(
        await database.transactions.look(district, (tx) => verifyDistrict({ tx, district: district.code, keys, head })),
      )
    }
    for (const [code, head] of Object.entries(heads))
      if (!found.some((district) => district.code === code)) districts.push(verdictOfMissing(code, head))
    const verdict = summary(districts, keys)
    say(verdict)
    return verdict.ok ? 0 : 1
  } finally {
    await database.close()
  }
}

function summary(districts: readonly DistrictVerdict[], { keys }: PublishedKeys) {
  const sum = (of: (one: DistrictVerdict) => number) => districts.reduce((all, one) => all + of(one), 0)
  const firstBad = districts.find((one) => one.firstBad !== null)?.firstBad ?? (districts.length === 0 ? nothing : null)
  return {
    events: sum((one) => one.events),
    seals: sum((one) => one.seals),
    ok: firstBad === null,
    firstBad,
    waiting: sum((one) => one.waiting),
    outOfTime: sum((one) => one.outOfTime.events),
    sealedLate: sum((one) => one.sealedLate.events),
    keys: keys.map(({ id, algorithm, since, until }) => ({
      id,
      algorithm,
      since,
      until,
      seals: sum((one) => one.keys[id] ?? 0),
    })),
    districts: districts.map(({ keys: _, ...one }) => one),
  }
}

/** Keys are made and published after the first district was, and no district is ever taken away. */
const nothing: FirstBad = {
  kind: 'truncated',
  district: '',
  detail: 'keys were published, and the database holds no district',
}

/** Checks one receipt with published keys alone: no database, no network. */
export function verifyReceipt(given: { data?: string }, file: string, keysFile: string | undefined): number {
  const text = readText(file)
  const keys = publishedKeys(readConfig(process.env, given), keysFile)
  const answer = checkReceipt(parsed(text), keys, nodePrimitives)
  say(
    answer.ok
      ? { ...answer, sealedLate: sealedLate(answer.event.received, answer.seal.at) }
      : { ...answer, meaning: meanings[answer.fault] },
  )
  return answer.ok ? 0 : 1
}

const meanings: Record<ReceiptFault, string> = {
  malformed: 'this is no receipt, or not whole',
  keysMalformed: 'the keys are no published keys',
  key: 'the receipt names a key that is not among the published keys',
  keyForged: 'what is published under the name of its key is another key',
  keyEnded: 'its seal was made when its key was out of use',
  unsupported: 'this program does not know its kind of seal',
  position: 'the event has no place under this seal',
  altered: 'the seal is genuine, but the event is not what was sealed',
  root: 'the root of the seal is forged',
  signature: 'the seal was not signed by the key that it names',
}

/** A receipt as a file, or the code or address that a QR code holds. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return readReceiptCode(text.trim().replace(/^[^#]*#/, ''))
  }
}

/** Trusted is what lies in the data folder, or the file that is named. */
function publishedKeys(config: Config, keysFile: string | undefined): PublishedKeys {
  const file = keysFile ?? config.publishedKeysFile
  const keys = readPublishedKeys(parsedFile(file))
  if (keys === null) throw new UsageError(`${file} holds no published keys. Name the file with --keys.`)
  return keys
}

function parsedFile(file: string): unknown {
  try {
    return JSON.parse(readText(file))
  } catch (error) {
    if (error instanceof UsageError) throw error
    return null
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`)
  }
}

const say = (answer: unknown) => process.stdout.write(`${JSON.stringify(answer)}\n`)
