import type { Hazard } from '#domain/hazards.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

/** What a message says about a hazard, and whether anybody is there to read it. */
export type NoticeSubject = Pick<
  Hazard,
  'id' | 'act' | 'foundIn' | 'deadline' | 'placeId' | 'scopePath' | 'department'
> & {
  placeName: string
  itemText: string
  reachable: boolean
}

export async function findSubjects(tx: Tx, hazardIds: readonly string[]): Promise<Map<string, NoticeSubject>> {
  if (hazardIds.length === 0) return new Map()
  const { rows } = await sql<NoticeSubject>`
    select h.id, h.act, h.found_in, h.deadline, h.place_id, h.scope_path, h.department,
      p.name as place_name, i.text as item_text, c.place_id is not null as reachable
    from hazard h
    join place p on p.id = h.place_id
    join check_item i on i.code = h.item_code and i.version = h.item_version
    left join contact c on c.place_id = h.place_id
    where h.id = any(${[...new Set(hazardIds)]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}
