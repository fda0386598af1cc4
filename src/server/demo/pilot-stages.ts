import { day } from '#domain/calendar.ts'
import type { Life, Stage } from './pilot-lives.ts'
import type { Random } from './random.ts'

/** How far an open hazard is when the replay ends: what is new waits to be filed, what is old mostly for its owner. */
export function stageAtEnd(life: Life, end: number, random: Random): Stage {
  const age = (end - life.found) / day
  // Whoever found it has only just left.
  if (age < 0.2) return 'reported'
  if (age < 0.7) return random.pick(['reported', 'reported', 'filed', 'dispatched'] as const)
  if (age < 3) return random.pick(['filed', 'dispatched', 'dispatched', 'rectifying', 'submitted'] as const)
  const draw = random.next()
  if (draw < 0.42) return 'dispatched'
  if (draw < 0.72) return 'rectifying'
  return draw < 0.9 ? 'submitted' : 'reworked'
}
