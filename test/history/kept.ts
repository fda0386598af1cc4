import type { Hazard } from '#domain/hazards.ts'
import { sql } from '#server/db/sql.ts'
import type { Told } from './hazard-model.ts'
import { everything, type Stage } from './stage.ts'

export type Logged = Told & { id: string; subject: string; seq: number | null }
/** What the database holds about the hazards of a stage. */
export type Kept = {
  events: Map<string, Logged[]>
  hazards: Map<string, Hazard>
  clocks: Map<string, { kind: string; dueAt: string }>
  remarks: Set<string>
  commands: Map<string, unknown>
}

/** The log, the rows and the clocks from one snapshot, and what is remembered of the commands. */
export async function readBack(stage: Stage): Promise<Kept> {
  const { world } = stage
  const mine = [...stage.around.keys()]
  const kept = await everything(world, async (tx) => {
    const log =
      await sql<Logged>`select e.id, e.subject, e.type, e.data, e.occurred as at, e.account_id as by, e.command_id, n.seq
      from event e left join event_number n on n.event_id = e.id where e.subject = any(${mine}::uuid[])
      order by e.received, e.id`.execute(tx)
    const hazards = await sql<Hazard>`select * from hazard where id = any(${mine}::uuid[])`.execute(tx)
    const clocks = await sql<{
      subject: string
      kind: string
      dueAt: string
    }>`select subject, kind, due_at from clock`.execute(tx)
    const remarks = await sql<{
      key: string
    }>`select account_id || ' ' || command_id || ' ' || subject as key from remark
      where subject = any(${mine}::uuid[])`.execute(tx)
    return {
      events: Map.groupBy(log.rows, ({ subject }) => subject),
      hazards: new Map(hazards.rows.map((row) => [row.id, row])),
      clocks: new Map(clocks.rows.map(({ subject, ...clock }) => [subject, clock])),
      remarks: new Set(remarks.rows.map(({ key }) => key)),
    }
  })
  const senders = stage.hands.map(({ sight }) => sight.accountId)
  const { rows } = await world.house.database.worker(world.town.district, (tx) =>
    sql<{ key: string; answer: { subject: string } }>`select account_id || ' ' || id as key, answer from command
      where account_id = any(${senders}::uuid[]) and received >= ${stage.since}`.execute(tx),
  )
  const commands = new Map(
    rows.filter(({ answer }) => mine.includes(answer.subject)).map((row) => [row.key, row.answer]),
  )
  return { ...kept, commands }
}
