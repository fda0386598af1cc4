import type { Attacker, Probes } from './attacker.ts'
import type { Row } from './oracle.ts'

const isAdministrator = (on: Attacker) => on.member.role === 'administrator'

/** Units of each kind in each town: an administrator's are those out of reach, everybody else may change none at all. */
function untouchable(on: Attacker): Row[] {
  const all = on.all['unit'] as Row[]
  const foreign = isAdministrator(on) ? all.filter((row) => !row['path'].startsWith(on.reach.area)) : all
  const kinds = Map.groupBy(foreign, (row) => `${row['kind']} ${row['path'].slice(0, 12)}`)
  return [...kinds.values()].map(([first]) => first as Row)
}

/** What would fit below a unit, so that nothing but the reach stands against it. */
function fitting({ kind, code }: Row): object {
  const next: Record<string, object> = {
    district: { kind: 'town', code: `${code}999` },
    town: { kind: 'village', code: `${code}999` },
    village: { kind: 'grid', code: `${code}999` },
    grid: { kind: 'microGrid', code: `${code}99` },
  }
  return next[kind] ?? { kind: 'taskForce', code: 'x' }
}

export const unitProbes: Probes = {
  'POST /api/units': async (on) => {
    for (const unit of untouchable(on)) {
      const given = { parentId: unit['id'], name: '他处', ...fitting(unit) }
      on.refused(await on.send('POST', '/api/units', given), `a unit below ${unit['path']}`)
    }
  },

  'PUT /api/units/:id': async (on) => {
    for (const { id, path } of untouchable(on))
      on.refused(await on.send('PUT', `/api/units/${id}`, { name: '他处' }), `the name of ${path}`)
  },

  'POST /api/units/:id/end': async (on) => {
    for (const { id, path } of untouchable(on))
      on.refused(await on.send('POST', `/api/units/${id}/end`, { reason: '撤并' }), `the end of ${path}`)
  },
}
