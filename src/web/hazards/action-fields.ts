import { commandData } from '#domain/commands.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'

export type FieldName =
  | 'reason'
  | 'note'
  | 'passed'
  | 'granted'
  | 'upheld'
  | 'until'
  | 'deadline'
  | 'mode'
  | 'party'
  | 'department'
  | 'inspectionId'
  | 'after'
  | 'photos'
  | 'duplicateOf'

export type Field = { name: FieldName; required: boolean }

/** Verdicts first, then what they rest on, then words: the order in which people think. */
const order: readonly FieldName[] = [
  'passed',
  'granted',
  'upheld',
  'party',
  'mode',
  'department',
  'inspectionId',
  'until',
  'deadline',
  'after',
  'photos',
  'duplicateOf',
  'reason',
  'note',
]

/** The fields of an act's form are those of its command, no more and no less. */
export function fieldsOf(action: HazardAction): Field[] {
  const schema: { properties: object; required?: readonly string[] } = commandData[action]
  return order
    .filter((name) => Object.hasOwn(schema.properties, name))
    .map((name) => ({ name, required: schema.required?.includes(name) ?? false }))
}
