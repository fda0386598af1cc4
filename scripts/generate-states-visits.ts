import { type Act, acts, entryResults, type Visit } from '#domain/inspections.ts'
import {
  type AcknowledgeFacts,
  decideFinish,
  decideRecord,
  decideRefuse,
  decideSign,
  evolveVisit,
  type VisitEvent,
  type VisitVerb,
} from '#domain/inspections-decide.ts'
import { type Action, type Actor, type ActorRole, permissions } from '#domain/people.ts'
import { Problem } from '#domain/problems.ts'
import { wordsZh } from '#web/text/words-zh.ts'

const zh = (key: string): string => (wordsZh as Record<string, string>)[key] ?? ''
const statuses: readonly Visit['status'][] = ['open', 'acknowledged', 'finished']
const at = '2022-06-15T01:00:00.000Z'

/** An inspector on a walk of two lines; what happens to it is asked of the rules themselves. */
const actor: Actor = {
  accountId: 'a',
  postId: 'p',
  role: 'inspector',
  ranges: ['/1/'],
  line: '*',
  certificateNo: 'c',
  grants: [],
  via: null,
}
const facts: AcknowledgeFacts = {
  expectedHash: '',
  commitment: '',
  blank: false,
  files: new Map([['video', 'video' as const]]),
}
const photos = [{ hash: 'h', kind: 'photo' as const }]

function walk(act: Act, status: Visit['status'], lines: number, failed: boolean): Visit {
  const sheet = [
    { code: 'A', version: 1 },
    { code: 'B', version: 1 },
  ]
  const begun = evolveVisit(
    null,
    act,
    'v',
    { name: 'started', data: { placeId: 'p', originPath: '/1/', scopePath: '/1/', sheet, by: ['a'] } },
    at,
  )
  const entries = sheet.slice(0, lines).map(({ code }) => ({
    itemCode: code,
    result: failed ? ('fail' as const) : ('pass' as const),
    hazardId: failed ? code : null,
    fixed: [],
  }))
  return { ...begun, status, entries }
}

const verbs: Record<Exclude<VisitVerb, 'start'>, { decide: (visit: Visit) => VisitEvent; rules: string }> = {
  record: {
    decide: (visit) => decideRecord(visit, [{ itemCode: 'B', result: 'fail', hazardId: 'h', photos }], actor),
    rules: `each line once, on the sheet as pinned at the start (${entryResults.map((result) => zh(`entry.${result}`)).join('、')}); a failed line is a hazard of that id, with a photo`,
  },
  sign: {
    decide: (visit) => decideSign(visit, { textHash: '' }, actor, facts),
    rules: 'every line filled in; the very text that was shown; drawn, not blank',
  },
  refuse: {
    decide: (visit) => decideRefuse(visit, { textHash: '', witnesses: [], video: 'video', reason: '' }, actor, facts),
    rules: 'every line filled in; the very text that was shown; two witnesses or a video',
  },
  finish: {
    decide: (visit) => decideFinish(visit, actor, new Set()),
    rules: 'every line filled in; with findings, signed or refused before; what was fixed on the spot is closed',
  },
}

/** Where the verb leads from each state, tried on a walk with a line open, a clean one and one with findings. */
function moves(act: Act, decide: (visit: Visit) => VisitEvent): [from: string, to: string][] {
  return statuses.flatMap((status) => {
    const walks = [walk(act, status, 1, true), walk(act, status, 2, false), walk(act, status, 2, true)]
    const reached = walks.flatMap((visit) => {
      try {
        return [evolveVisit(visit, act, 'v', decide(visit), at).status]
      } catch (error) {
        if (error instanceof Problem) return []
        throw error
      }
    })
    return [...new Set(reached)].map((to): [string, string] => [status, to])
  })
}

/** The machine of the two acts: the same walk, apart in law, tables and roles. */
export function visitSection(): string {
  const all = Object.entries(verbs).map(([verb, { decide, rules }]) => {
    const [visit, inspection] = acts.map((act) => moves(act, decide))
    if (JSON.stringify(visit) !== JSON.stringify(inspection))
      throw new Error(`the two acts do not walk the same way: ${verb}`)
    return { verb, rules, moves: visit ?? [] }
  })
  const arrows = all.flatMap(({ verb, moves }) => moves.map(([from, to]) => `    ${from} --> ${to}: ${verb}`))
  const names = statuses.map((status) => `    ${status}: ${zh(`visitStatus.${status}`)} ${status}`)
  const rolesOf = (act: Act, verb: string) =>
    (permissions[`${act}.${verb}` as Action] as readonly ActorRole[]).map((role) => zh(`role.${role}`)).join('、')
  const rows = [
    {
      verb: 'start',
      rules: 'the place is within reach and in use; an inspection: two holders of a certificate, approval and notice',
      moves: [['(nothing)', 'open']],
    },
    ...all,
  ].map(({ verb, rules, moves }) => [
    `\`${verb}\``,
    moves.map(([from, to]) => (from === to ? from : `${from} → ${to}`)).join('<br>'),
    rolesOf('safetyVisit', verb),
    rolesOf('administrativeInspection', verb),
    rules,
  ])
  const lines = [
    ['Verb', 'From → to', zh('act.safetyVisit'), zh('act.administrativeInspection'), 'Rules'],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ]
  return `## The walk: ${acts.map((act) => `${zh(`act.${act}`)} \`${act}\``).join(' and ')}

The same walk along a sheet, and two acts that the law keeps apart: a visit informs and recommends, an inspection by
certificate holders may order. One never becomes the other. Only those who began a walk carry it on.

\`\`\`mermaid
stateDiagram-v2
${[...names, '    [*] --> open: start', ...arrows, '    finished --> [*]'].join('\n')}
\`\`\`

${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`
}
