import { type Attacker, idsOf, type Probes } from './attacker.ts'
import { others, type Row } from './oracle.ts'

const mayRead = (on: Attacker) => ['townDesk', 'supervisor', 'leader', 'auditor'].includes(on.member.role)
const rowsOf = (on: Attacker) => on.seen['phase'] as Row[]

export const phaseProbes: Probes = {
  'GET /api/phases': async (on) => {
    const answer = await on.reads('/api/phases')
    on.same(answer.statusCode, mayRead(on) ? 200 : 403, 'may read the phases')
    if (mayRead(on)) on.sameIds(idsOf(answer.json().phases), idsOf(rowsOf(on) as { id: string }[]), 'the phases')
  },

  'GET /api/phases/:id': async (on) => {
    for (const { id } of others('phase', on.seen, on.all)) await on.misses(`/api/phases/${id}`)
    for (const row of rowsOf(on)) {
      const answer = await on.reads(`/api/phases/${row['id']}`)
      on.same(answer.statusCode, mayRead(on) ? 200 : 403, `own phase ${row['id']}`)
      if (!mayRead(on)) continue
      const { phase, ahead, snapshot, handOver } = answer.json()
      on.same(phase.id, row['id'], 'the phase')
      on.same(snapshot?.hash ?? null, row['snapshot'], 'its snapshot')
      on.same(handOver?.total ?? null, row['open'], 'how many are handed over')
      const open = (on.seen['hazard'] as Row[]).filter(
        (hazard) => hazard['closed_at'] === null && hazard['scope_path'].startsWith(row['scope_path']),
      )
      if (ahead !== null) on.same(ahead.open, open.length, 'what would be handed over')
    }
  },
}
