import type { Instant } from '#domain/calendar.ts'
import type { CheckItem } from '#domain/standards.ts'
import type { Database, District } from '#server/db/transaction.ts'
import type { RowFailure } from '#server/files/csv-table.ts'
import { readItems } from './catalogue.ts'
import { endItems, findItems, holdCatalogue, insertItems } from './store.ts'

export type ItemsImport = {
  rows: number
  /** First versions. */
  added: CheckItem[]
  /** Next versions; the ones before end now. */
  changed: CheckItem[]
  existing: number
  failures: RowFailure[]
}

/**
 * Brings a catalogue (CSV) into a district's check items, in one transaction; when one row cannot be taken, or on a dry
 * run, nothing is written. What differs from its newest version, or has ended, gets a next one, in force from now on;
 * sheets already begun keep the version that they pinned. Items that the file does not name are left as they are.
 * Throws TableError when the file cannot be read at all.
 */
export async function importItems(
  database: Database,
  district: District,
  file: Uint8Array,
  options: { dryRun: boolean },
  now: Instant,
): Promise<ItemsImport> {
  const { rows, items, failures } = readItems(file, now)
  return database.worker(district, async (tx) => {
    await holdCatalogue(tx)
    const newest = new Map<string, CheckItem>()
    for (const one of await findItems(
      tx,
      items.map(({ code }) => code),
    )) {
      if (one.version > (newest.get(one.code)?.version ?? 0)) newest.set(one.code, one)
    }
    const added = items.filter(({ code }) => !newest.has(code))
    const changed = items.flatMap((item) => {
      const before = newest.get(item.code)
      return before === undefined || isSame(before, item) ? [] : [{ ...item, version: before.version + 1 }]
    })
    if (failures.length === 0 && !options.dryRun) {
      await endItems(
        tx,
        changed.map(({ code }) => code),
        now,
      )
      await insertItems(tx, [...added, ...changed])
    }
    return { rows, added, changed, existing: items.length - added.length - changed.length, failures }
  })
}

/** Does the version in force say what the file says? */
function isSame(before: CheckItem, item: CheckItem): boolean {
  if (before.validTo !== null) return false
  const told = (one: CheckItem) => {
    const { version: _, validFrom: __, validTo: ___, ...said } = one
    return JSON.stringify(Object.entries(said).sort())
  }
  return told(before) === told(item)
}
