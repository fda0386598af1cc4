import { Compile } from 'typebox/compile'
import { type CommandType, commandData, isCommandType } from '#domain/commands.ts'
import type { Command } from '#domain/events.ts'
import { problem } from '#domain/problems.ts'
import { isStorable } from '#domain/shapes.ts'

const checkers = new Map<CommandType, ReturnType<typeof Compile>>()

function checker(type: CommandType) {
  const known = checkers.get(type)
  if (known !== undefined) return known
  const made = Compile(commandData[type])
  checkers.set(type, made)
  return made
}

/** Types that only the product itself may send, when a clock runs out. */
const internal: readonly string[] = ['hazard.lapse', 'hazard.escalate', 'hazard.stall', 'hazard.hand_over']

/** Checks the shape of one command's data. Throws `command.unknown` or `request.invalid` with the field's path. */
export function validateCommand(command: Command, bySystem: boolean): void {
  if (!isCommandType(command.type) || (internal.includes(command.type) && !bySystem)) {
    throw problem('command.unknown', { type: command.type }, '/type')
  }
  const check = checker(command.type)
  if (!check.Check(command.data)) {
    const [first] = check.Errors(command.data)
    throw problem('request.invalid', { expected: first?.message }, `/data${pathOf(first)}`)
  }
  const unstorable = unstorableIn(command.data)
  if (unstorable !== null) throw problem('request.invalid', { expected: storable }, `/data${unstorable}`)
}

export const storable = 'must be text without U+0000 and without half a character'

/** The path of the first text within that the database could not hold, or null. */
export function unstorableIn(value: unknown): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : ''
  if (value === null || typeof value !== 'object') return null
  for (const [key, inner] of Object.entries(value)) {
    const path = unstorableIn(inner)
    if (path !== null) return `/${key}${path}`
  }
  return null
}

/** The path of the field at fault; for an unknown or a missing field that is the field itself. */
export function pathOf(error: { instancePath: string; keyword: string; params: object } | undefined): string {
  if (error === undefined) return ''
  const { additionalProperties, requiredProperties } = error.params as {
    additionalProperties?: string[]
    requiredProperties?: string[]
  }
  const field =
    error.keyword === 'required'
      ? requiredProperties?.[0]
      : error.keyword === 'additionalProperties'
        ? additionalProperties?.[0]
        : undefined
  return field === undefined ? error.instancePath : `${error.instancePath}/${field}`
}
