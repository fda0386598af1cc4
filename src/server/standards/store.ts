import type { Instant } from '#domain/calendar.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { countRevision } from '#server/db/revisions.ts'
import { insertRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

/** All versions of the named items. */
export async function findItems(tx: Tx, codes: readonly string[]): Promise<CheckItem[]> {
  if (codes.length === 0) return []
  const { rows } = await sql<CheckItem>`select * from check_item where code = any(${codes as string[]})`.execute(tx)
  return rows
}

/** The items of one or more kinds of place that are in force at that instant. */
export async function findItemsFor(tx: Tx, kinds: readonly PlaceKind[], at: Instant): Promise<CheckItem[]> {
  const { rows } = await sql<CheckItem>`select * from check_item where place_kind = any(${kinds as string[]})
    and valid_from <= ${at} and (valid_to is null or valid_to > ${at}) order by code`.execute(tx)
  return rows
}

/** Every version of every item: a visit begun yesterday is walked with yesterday's sheet. */
export async function findCatalogue(tx: Tx): Promise<CheckItem[]> {
  const { rows } = await sql<CheckItem>`select * from check_item order by code, version`.execute(tx)
  return rows
}

export async function insertItems(tx: Tx, items: readonly CheckItem[]): Promise<void> {
  await insertRows(tx, 'check_item', items, 'on conflict do nothing')
  await countRevision(tx, 'standards')
}

/** Ends the versions in force of these items. */
export async function endItems(tx: Tx, codes: readonly string[], at: Instant): Promise<void> {
  await sql`update check_item set valid_to = ${at}
    where code = any(${codes as string[]}) and (valid_to is null or valid_to > ${at})`.execute(tx)
  await countRevision(tx, 'standards')
}

/** One change of a district's catalogue at a time, until the end of the transaction. */
export async function holdCatalogue(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('check items ' || current_schema()))`.execute(tx)
}
