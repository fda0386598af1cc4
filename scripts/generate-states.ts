import {
  approvalsNeeded,
  type HazardStatus,
  hazardStatuses,
  immediateHours,
  isFinal,
  longestDays,
  mostExtensions,
  owesProof,
  relapseDays,
  waitingHours,
} from '#domain/hazards.ts'
import { type ClockKind, defaultLadder } from '#domain/hazards-clock.ts'
import { type Edge, type HazardAction, hazardEdges } from '#domain/hazards-edges.ts'
import { fewestOfficers, fewestWitnesses } from '#domain/inspections.ts'
import { type Action, type ActorRole, permissions, roles } from '#domain/people.ts'
import { sampleShare } from '#domain/sampling.ts'
import { severities } from '#domain/standards.ts'
import { visitSection } from '#scripts/generate-states-visits.ts'
import { guardMeanings } from '#scripts/guard-meanings.ts'
import { wordsZh } from '#web/text/words-zh.ts'

const edges = Object.entries(hazardEdges) as [HazardAction, Edge][]
const actorRoles: readonly ActorRole[] = [...roles, 'party', 'system']

/** A word of the field in Chinese, or nothing where the glossary has none. */
const zh = (key: string): string => (wordsZh as Record<string, string>)[key] ?? ''
const state = (status: string) => `${zh(`status.${status}`)} \`${status}\``
const verb = (action: string) => `${zh(`action.${action}`)} \`${action.slice(action.indexOf('.') + 1)}\``
const role = (name: ActorRole) => zh(`role.${name}`)
const rolesOf = (action: Action) =>
  actorRoles.filter((one) => (permissions[action] as readonly ActorRole[]).includes(one))
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** The way of a hazard that is fixed as it should be; the other states lie beside it. */
const road: readonly HazardStatus[] = [
  'reported',
  'verified',
  'filed',
  'dispatched',
  'accepted',
  'rectifying',
  'submitted',
  'reinspected',
  'closed',
]

/** The verbs that bring a hazard on from this state: forward on the road, or back to it from beside. */
function onward(status: HazardStatus): HazardAction[] {
  return edges
    .filter(
      ([, edge]) => edge.from.includes(status) && edge.to !== 'stay' && road.indexOf(edge.to) > road.indexOf(status),
    )
    .map(([action]) => action)
}

function targets(edge: Edge, from: HazardStatus): [to: HazardStatus, when: string][] {
  const to = edge.to === 'stay' ? from : edge.to
  const others = Object.entries(edge.or ?? {}).map(([other, when]): [HazardStatus, string] => [
    other === 'stay' ? from : (other as HazardStatus),
    when,
  ])
  return [[to, ''], ...others]
}

/** docs/states.md: the machine as the rules have it, for whoever wants to read it without reading code. */
export async function makeStates(): Promise<string> {
  return `${[head, statesSection(), pictureSection(), edgesSection(), guardsSection(), timeSection(), numbersSection(), visitSection(), permissionsSection()].join('\n\n')}\n`
}

const head = `# The life of a hazard

Written from the rules by \`npm run generate\`; do not edit. The rules are \`src/domain/hazards-edges.ts\` (from where to
where), \`hazards-guards.ts\` (when not), \`people.ts\` (who) and \`inspections-decide.ts\` (the walk). What stands on no line
of these tables is refused: with \`actor.not_allowed\` when the role is not listed, else with \`hazard.wrong_state\`.`

function statesSection(): string {
  const rows = hazardStatuses.map((status) => {
    const next = onward(status)
    const waits = waitingHours[status]
    const exits = edges
      .filter(([, edge]) => edge.from.includes(status))
      .flatMap(([action, edge]) =>
        targets(edge, status)
          .filter(([to]) => to !== status)
          .map(([to]) => `${zh(`action.${action}`)} → ${zh(`status.${to}`)}`),
      )
    return [
      state(status),
      isFinal(status)
        ? 'nobody: final'
        : next.map((action) => `${zh(`action.${action}`)}: ${rolesOf(action).map(role).join('、')}`).join('<br>'),
      exits.join('<br>') || '–',
      [owesProof(status) ? 'deadline' : '', waits === undefined ? '' : `${waits} h`]
        .filter((one) => one !== '')
        .join(', ') || '–',
      `\`/api/hazards?status=${status}\``,
    ]
  })
  return `## States

Every state that is not final has an owner: whoever may bring the hazard on from there, along the road or back to it.
The clock is the deadline while proof is owed, and the hours that the town may let it wait. Across the states:
\`/api/hazards?overdue=true\`, \`?sample=due\`, \`?relapse=true\`.

${table(['State', 'Who must act next', 'All exits', 'Clock', 'List'], rows)}`
}

function pictureSection(): string {
  const arrows = edges.flatMap(([action, edge]) =>
    edge.from.flatMap((from) =>
      targets(edge, from)
        .filter(([to]) => to !== from)
        .map(([to, when]) => `    ${from} --> ${to}: ${action.slice(7)}${when === '' ? '' : ` (${when})`}`),
    ),
  )
  const names = hazardStatuses.map((status) => `    ${status}: ${zh(`status.${status}`)} ${status}`)
  const ends = hazardStatuses.filter(isFinal).map((status) => `    ${status} --> [*]`)
  return `## Picture

Verbs that leave the state as it is are in the table below only. A void must be asked for before it is answered.

\`\`\`mermaid
stateDiagram-v2
${[...names, '    [*] --> reported: report', ...arrows, ...ends].join('\n')}
\`\`\``
}

function edgesSection(): string {
  const born = [
    '上报隐患 `report`',
    '(nothing)',
    state('reported'),
    rolesOf('hazard.report').map(role).join('、'),
    '`decideReport`',
    'A failed line of a walk is the hazard of the same id; anybody on the staff may also report one alone',
  ]
  const rows = edges.map(([action, edge]) => [
    verb(action),
    edge.from.map((status) => zh(`status.${status}`)).join('、'),
    [
      edge.to === 'stay' ? 'stays' : state(edge.to),
      ...Object.entries(edge.or ?? {}).map(([to, when]) => `or ${to === 'stay' ? 'stays' : state(to)}: ${when}`),
    ].join('<br>'),
    rolesOf(action).map(role).join('、'),
    edge.guards.map((guard) => `\`${guard.name}\``).join('<br>'),
    edge.because,
  ])
  const count = edges.reduce((sum, [, edge]) => sum + edge.from.length * (1 + Object.keys(edge.or ?? {}).length), 0)
  return `## Edges

${edges.length} verbs, ${count} edges. The rules of a verb are asked in their order; the first that says no is the answer.

${table(['Verb', 'From', 'To', 'Roles', 'Rules', 'Because'], [born, ...rows])}`
}

function guardsSection(): string {
  const used = [...new Set(edges.flatMap(([, edge]) => edge.guards.map((guard) => guard.name)))]
  const rows = used.map((name) => {
    const meaning = guardMeanings[name]
    if (meaning === undefined) throw new Error(`scripts/guard-meanings.ts does not say what ${name} means`)
    return [`\`${name}\``, meaning]
  })
  return `## Rules

${table(['Rule', 'Holds when'], rows)}`
}

function timeSection(): string {
  const waits = (Object.entries(waitingHours) as [HazardStatus, number][])
    .map(([status, hours]) => `${zh(`status.${status}`)} ${hours} h`)
    .join('、')
  const kinds: Record<ClockKind, [runsOut: string, then: string]> = {
    deadline: [
      'at the deadline',
      `${verb('hazard.lapse')}: overdue from now on, and the first rung at once where it waits no hours`,
    ],
    escalation: ['at the deadline and the hours of the next rung', `${verb('hazard.escalate')}: one rung up`],
    waiting: [
      `after the hours of its state: ${waits}`,
      `${verb('hazard.stall')}: the town's own delay is called out, once per wait`,
    ],
  }
  const clocks = Object.entries(kinds).map(([kind, cells]) => [`\`${kind}\``, ...cells])
  const rungs = defaultLadder.map((step) => [
    String(step.rung),
    step.afterHours === 0 ? 'at once' : `${step.afterHours} h`,
    `${role(step.role)} \`${step.role}\``,
  ])
  return `## Clocks

A hazard has one clock, set to whatever comes first: its deadline and the ladder in ${hazardStatuses
    .filter(owesProof)
    .map((status) => zh(`status.${status}`))
    .join('、')};
the town's own wait in the states named below. Proof that is handed in stops the deadline; rework starts it again.

${table(['Clock', 'Runs out', 'Then'], clocks)}

## Escalation ladder

As shipped; a town keeps its own in \`escalation_rung\`. Each rung is climbed once per deadline: with more time granted, a
later date or a false close-out the ladder begins anew.

${table(['Rung', 'After the deadline', 'Told'], rungs)}`
}

function numbersSection(): string {
  const approvals = severities
    .map((severity) => `${zh(`severity.${severity}`)} ${approvalsNeeded({ severity })}`)
    .join(', ')
  const rows = [
    ['立即整改 is due after', `${immediateHours} hours, unless the item gives days`],
    ['The longer modes are due', "at the end of the item's n-th calendar day after the finding, Asia/Shanghai"],
    ['A desk may set a date up to', `${longestDays} days after the finding, not for 极严重`],
    ['Extensions of one hazard', `at most ${mostExtensions}; the first date is kept`],
    ['Approvers of a close-out', `${approvals}; never the rectifier, each a different person`],
    ['反弹: same item, same place, within', `${relapseDays} days of the close-out`],
    [
      '抽查: second look at what was closed on the spot',
      `${sampleShare * 100} %, drawn by a secret of the installation; nobody of that visit looks`,
    ],
    ['Officers of an administrative inspection', `at least ${fewestOfficers}, each with a certificate`],
    ['Witnesses of a refused signature', `at least ${fewestWitnesses}, or a video`],
  ]
  return `## Numbers

${table(['What', 'How much'], rows)}`
}

function permissionsSection(): string {
  const rows = (Object.keys(permissions) as Action[]).map((action) => [
    `\`${action}\``,
    ...actorRoles.map((one) => ((permissions[action] as readonly ActorRole[]).includes(one) ? '●' : '')),
  ])
  return `## Who may do what

Being listed is necessary, not sufficient: the rule of the verb and the reach of the post come on top.

${table(['Action', ...actorRoles.map(role)], rows)}`
}
