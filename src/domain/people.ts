import type { Instant } from './calendar.ts'

export const roles = [
  'gridWorker',
  'inspector',
  'villageCadre',
  'townDesk',
  'departmentOfficer',
  'supervisor',
  'leader',
  'administrator',
  'auditor',
] as const
export type Role = (typeof roles)[number]

/** The owner behind a public link, and the product itself when a clock runs out. Neither holds a post. */
export type ActorRole = Role | 'party' | 'system'

export const unitKinds = ['district', 'town', 'village', 'grid', 'microGrid', 'department', 'taskForce'] as const
export type UnitKind = (typeof unitKinds)[number]

export type AccountKind = 'person' | 'relay'

/** A node of the org tree. `path` is terminated ("/330109/113/245/"), so that 113 never admits 1135. */
export type Unit = {
  id: string
  code: string
  kind: UnitKind
  name: string
  parentId: string | null
  path: string
  /** The department's line (`departmentLines`), for departments only. */
  line: string | null
  validFrom: Instant
  validTo: Instant | null
}

/** An office held by a person for a time: role × unit. Every act is done under exactly one post. */
export type Post = {
  id: string
  accountId: string
  unitId: string
  role: Role
  /** Number of the administrative enforcement certificate; without it nobody may inspect (国办发〔2024〕54号). */
  certificateNo: string | null
  validFrom: Instant
  validTo: Instant | null
}

/** Who acts, under which post, and how far that post reaches. */
export type Actor = {
  accountId: string
  postId: string | null
  role: ActorRole
  /** Paths whose whole subtrees are within reach. Empty: nothing but explicit grants. */
  ranges: readonly string[]
  /** '*' for all department lines, else the one line. */
  line: string
  /** The line of the department to which the post belongs, however far it reaches. */
  department?: string | null
  certificateNo: string | null
  /** Subjects granted one by one (owner links, joint teams). */
  grants: readonly string[]
  /** The relay account that spoke for this person. */
  via: string | null
}

/** Where a row stands, for access: its place in the org tree, its department line, and who found it. */
export type Scoped = { scopePath: string; department: string | null; foundBy?: string }

const everyStaff = ['gridWorker', 'inspector', 'villageCadre', 'townDesk', 'departmentOfficer', 'supervisor'] as const
const desk = ['townDesk'] as const

/**
 * What each role may do: the one table of permissions. Being listed is necessary, not sufficient;
 * the rule of the action (`hazardEdges`, `decideVisit` …) and the scope come on top.
 */
export const permissions = {
  'hazard.report': [...everyStaff],
  'hazard.verify': ['inspector', 'villageCadre', 'townDesk', 'departmentOfficer'],
  'hazard.file': ['inspector', 'villageCadre', 'townDesk', 'departmentOfficer'],
  'hazard.change_mode': ['inspector', 'townDesk', 'departmentOfficer'],
  'hazard.waive_party': [...desk],
  'hazard.dispatch': ['inspector', 'townDesk', 'departmentOfficer'],
  'hazard.accept': ['villageCadre', 'departmentOfficer', 'gridWorker', 'party'],
  'hazard.return': ['villageCadre', 'departmentOfficer'],
  'hazard.rectify': ['party', 'gridWorker', 'villageCadre', 'departmentOfficer'],
  'hazard.submit': ['party', 'gridWorker', 'villageCadre', 'departmentOfficer'],
  'hazard.fix_on_site': ['gridWorker', 'inspector', 'villageCadre', 'departmentOfficer'],
  'hazard.reinspect': ['gridWorker', 'inspector', 'villageCadre', 'departmentOfficer', 'supervisor'],
  'hazard.close': ['villageCadre', 'townDesk', 'departmentOfficer', 'supervisor', 'leader'],
  'hazard.sample_check': ['villageCadre', 'townDesk', 'departmentOfficer', 'supervisor'],
  'hazard.request_extension': ['party', 'gridWorker', 'villageCadre'],
  'hazard.answer_extension': ['townDesk', 'departmentOfficer', 'leader'],
  'hazard.object': ['party'],
  'hazard.answer_objection': ['townDesk', 'departmentOfficer'],
  'hazard.supervise': ['supervisor', 'leader'],
  'hazard.refer': ['townDesk', 'villageCadre'],
  'hazard.transfer': ['departmentOfficer', 'townDesk'],
  'hazard.return_case': ['departmentOfficer', 'townDesk'],
  'hazard.suspend': ['departmentOfficer'],
  'hazard.resume': ['departmentOfficer'],
  'hazard.shut_down': ['departmentOfficer', 'leader'],
  'hazard.request_void': ['gridWorker', 'inspector', 'villageCadre', 'townDesk', 'departmentOfficer'],
  'hazard.answer_void': ['townDesk', 'supervisor'],
  'hazard.stall': ['system'],
  'hazard.lapse': ['system'],
  'hazard.escalate': ['system'],
  'hazard.hand_over': ['system'],

  'safetyVisit.start': ['gridWorker', 'inspector', 'villageCadre', 'departmentOfficer'],
  'safetyVisit.record': ['gridWorker', 'inspector', 'villageCadre', 'departmentOfficer'],
  'safetyVisit.sign': ['gridWorker', 'inspector', 'villageCadre', 'departmentOfficer'],
  'safetyVisit.refuse': ['gridWorker', 'inspector', 'villageCadre', 'departmentOfficer'],
  'safetyVisit.finish': ['gridWorker', 'inspector', 'villageCadre', 'departmentOfficer'],
  'administrativeInspection.start': ['inspector', 'departmentOfficer'],
  'administrativeInspection.record': ['inspector', 'departmentOfficer'],
  'administrativeInspection.sign': ['inspector', 'departmentOfficer'],
  'administrativeInspection.refuse': ['inspector', 'departmentOfficer'],
  'administrativeInspection.finish': ['inspector', 'departmentOfficer'],

  'place.register': ['gridWorker', 'villageCadre', 'townDesk', 'inspector'],
  'place.amend': ['gridWorker', 'villageCadre', 'townDesk'],
  'place.merge': ['townDesk', 'administrator'],
  'place.unmerge': ['townDesk', 'administrator'],
  'place.reveal_contact': ['inspector', 'villageCadre', 'townDesk', 'departmentOfficer'],

  'notice.retry': [...desk],
  'link.revoke': [...desk],

  'phase.begin': ['leader'],
  'phase.switch': ['leader'],

  'people.read': ['villageCadre', 'townDesk', 'departmentOfficer', 'supervisor', 'leader', 'administrator', 'auditor'],
  'people.manage': ['administrator'],
  'paper.manage': ['administrator'],
  'hazard.read': [...everyStaff, 'leader', 'auditor'],
  'place.read': [...everyStaff, 'leader'],
  'visit.read': [...everyStaff, 'leader', 'auditor'],
  'unit.read': [...everyStaff, 'leader', 'administrator', 'auditor'],
  'phase.read': ['townDesk', 'supervisor', 'leader', 'auditor'],
  'event.read': ['auditor'],
} as const satisfies Record<string, readonly ActorRole[]>

export type Action = keyof typeof permissions

export function may(actor: Pick<Actor, 'role'>, action: Action): boolean {
  return (permissions[action] as readonly ActorRole[]).includes(actor.role)
}

export function isAction(text: string): text is Action {
  return Object.hasOwn(permissions, text)
}

/** Is a row within the actor's reach? The same predicate stands in the database as row-level security. */
export function covers(actor: Actor, row: Scoped & { id?: string }): boolean {
  if (row.id !== undefined && actor.grants.includes(row.id)) return true
  const inRange = actor.ranges.some((range) => range.startsWith('/') && row.scopePath.startsWith(range))
  const inLine = actor.line === '*' || (actor.line !== '' && row.department === actor.line)
  return inRange && (inLine || row.foundBy === actor.accountId)
}

/** Is the dated post, unit or item in force at that instant? `validTo` is exclusive. */
export function inForce(dated: { validFrom: Instant; validTo: Instant | null }, at: Instant): boolean {
  return dated.validFrom <= at && (dated.validTo === null || at < dated.validTo)
}

/**
 * A post in an area reaches that area; one in an office beside it (a department, a task force) the area of the office's
 * parent. A department officer is narrowed to the department's line; its inspectors check with the one sheet of all
 * lines (综合查一次) and are not; a task force is put together across lines and sees them all.
 */
export function reachOf(unit: Pick<Unit, 'kind' | 'path' | 'line'>, role: Role): { ranges: string[]; line: string } {
  const narrowed = unit.kind === 'department' && role !== 'inspector'
  return { ranges: [areaOf(unit.path)], line: narrowed ? (unit.line ?? '') : '*' }
}

/** The area to which a unit belongs: "/330109/113/@fire/" and "/330109/113/@tf-01/" → "/330109/113/". */
export function areaOf(path: string): string {
  const at = path.indexOf('@')
  return at < 0 ? path : path.slice(0, at)
}

/** Password rule of the product (等保 level 3 asks for complexity): 12 or more characters of three kinds. */
export function passwordIsStrong(password: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length
  return password.length >= 12 && password.length <= 200 && kinds >= 3
}
