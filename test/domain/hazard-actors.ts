import { uuidV7 } from '#domain/ids.ts'
import { type Actor, type ActorRole, permissions, roles } from '#domain/people.ts'

export const actorRoles: readonly ActorRole[] = [...roles, 'party', 'system']

export const town = '/330109/113/'
export const grid = '/330109/113/245/001/'

/** A fixed id per word, so that a failing walk can be read. */
export function idOf(n: number): string {
  return uuidV7(1_655_254_800_000 + n, new Uint8Array(10))
}
export const hazardId = idOf(1)

/** The one person who holds every post of the staff at once: the hardest case for every rule about a second person. */
export const manyPosts = idOf(50)

export type Kind = 'own' | 'manyPosts' | 'foreign'
export type Walker = Actor & { kind: Kind }

function walker(role: ActorRole, kind: Kind): Walker {
  const ranges = role === 'party' ? [] : [kind === 'foreign' ? '/330109/1135/' : town]
  const number = 100 + actorRoles.indexOf(role)
  return {
    kind,
    accountId: kind === 'manyPosts' ? manyPosts : idOf(kind === 'foreign' ? number + 100 : number),
    postId: role === 'party' || role === 'system' ? null : idOf(number + 200),
    role,
    ranges,
    line: role === 'party' ? '' : '*',
    certificateNo:
      kind === 'manyPosts' && (role === 'inspector' || role === 'departmentOfficer') ? 'YS33010911301' : null,
    grants: role === 'party' && kind === 'own' ? [hazardId] : [],
    via: null,
  }
}

/** Everybody: the holder of each post, the one who holds them all, and the neighbour of 1135. The clock has no neighbour. */
export const walkers: readonly Walker[] = actorRoles.flatMap((role) => {
  if (role === 'system') return [walker(role, 'own')]
  if (role === 'party') return [walker(role, 'own'), walker(role, 'foreign')]
  return [walker(role, 'own'), walker(role, 'manyPosts'), walker(role, 'foreign')]
})

const byAction = new Map(
  Object.entries(permissions).map(([action, allowed]) => [
    action,
    walkers.filter(({ role }) => (allowed as readonly ActorRole[]).includes(role)),
  ]),
)

/** Those whose role is listed for the action. */
export function walkersFor(action: string): readonly Walker[] {
  return byAction.get(action) ?? []
}

export const someone = (role: ActorRole, kind: Kind = 'own') =>
  walkers.find((one) => one.role === role && one.kind === kind) as Walker
