import { crewCount, groundItems, groundOf, groundsPerCrew, type Part } from '#bench/crews.ts'
import type { Command } from '#domain/events.ts'
import type { Evidence } from '#domain/hazards.ts'
import { newId } from '#server/events/ids.ts'

export type Photos = { before: Evidence; after: Evidence }

/** One request of a hazard's life: by whom, and the commands it carries. */
export type Step = { name: StepName; part: Part; commands: Command[] }

export const stepNames = ['report', 'dispatch', 'submit', 'reinspect', 'close'] as const
export type StepName = (typeof stepNames)[number]

/** Filing comes before dispatching, and a desk does both at once: five requests carry six commands. */
export const commandsPerLife = 6

export type Life = { crew: number; place: string; item: string; hazard: string }

/** The n-th life of a crew: no two of the first 24,000 are about the same item at the same place. */
export function lifeOf(crew: number, n: number): Life {
  const item = groundItems[Math.floor(n / groundsPerCrew) % groundItems.length] as string
  const place = groundOf(crew % crewCount, n % groundsPerCrew)
  return { crew, place, item, hazard: newId(new Date().toISOString()) }
}

export function stepOf(name: StepName, life: Life, photos: Photos): Step {
  const at = new Date().toISOString()
  const command = (type: string, data: unknown): Command => ({ id: newId(at), type, subject: life.hazard, at, data })
  switch (name) {
    case 'report': {
      const data = { placeId: life.place, itemCode: life.item, before: [photos.before] }
      return { name, part: 'worker', commands: [command('hazard.report', data)] }
    }
    case 'dispatch':
      return { name, part: 'desk', commands: [command('hazard.file', {}), command('hazard.dispatch', {})] }
    case 'submit':
      return { name, part: 'worker', commands: [command('hazard.submit', { after: [photos.after] })] }
    case 'reinspect': {
      const data = { passed: true, reason: '现场核实已整改' }
      return { name, part: 'cadre', commands: [command('hazard.reinspect', data)] }
    }
    case 'close':
      return { name, part: 'desk', commands: [command('hazard.close', {})] }
  }
}

/** Which recorded transaction a request without rules stands for. */
export const recordingKey = (life: Life, name: StepName) => `${life.crew} ${life.item} ${name}`
