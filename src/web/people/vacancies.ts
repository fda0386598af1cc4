import type { Role, UnitKind } from '#domain/people.ts'

/** Offices without which a hazard below this unit lacks one of its four parties, or somebody to be told. */
const needed: Record<UnitKind, readonly Role[]> = {
  district: [],
  town: ['townDesk', 'leader'],
  village: ['villageCadre'],
  grid: ['gridWorker'],
  microGrid: [],
  department: ['departmentOfficer'],
  taskForce: ['supervisor'],
}

/** Inspectors fill a department as well as officers do. */
export function vacancies(kind: UnitKind, held: readonly Role[]): Role[] {
  return needed[kind].filter((role) => {
    if (role === 'departmentOfficer' && held.includes('inspector')) return false
    return !held.includes(role)
  })
}
