import { day, dayOf, type Instant, millis, minute, plus } from './calendar.ts'
import type { Hazard } from './hazards.ts'
import type { HazardAction } from './hazards-edges.ts'
import { noticeTemplate } from './inspections.ts'

/** queued → sent → delivered; `failed` waits for somebody to look, `dead` was tried often enough. */
export const noticeStates = ['queued', 'sent', 'delivered', 'failed', 'dead'] as const
export type NoticeState = (typeof noticeStates)[number]

export const noticeTemplates = ['advice', 'order', 'overdue', 'stalled', 'closed', 'extension', 'reply'] as const
export type NoticeKind = (typeof noticeTemplates)[number]

/** What was answered or decided, where the template alone does not say it. */
export type NoticeOutcome = 'granted' | 'refused' | 'upheld' | 'dismissed' | 'reworked'

/** One message that an event asks for. */
export type NoticePlan = {
  channel: 'sms' | 'desk'
  /** The responsible person of the place, or a role at a unit. */
  recipient: 'party' | `role:${string}@${string}`
  template: NoticeKind
  /** The administrative inspection that carries an order; an advice has none to name. */
  inspectionId: string | null
  outcome: NoticeOutcome | null
  rung: number | null
}

type Found = Pick<Hazard, 'act' | 'foundIn' | 'scopePath'>

const kindOf: Record<
  string,
  { template: Exclude<NoticeKind, 'advice' | 'order'>; outcome: (data: Data) => NoticeOutcome | null }
> = {
  'hazard.lapsed': { template: 'overdue', outcome: () => null },
  'hazard.extension_granted': { template: 'extension', outcome: () => 'granted' },
  'hazard.extension_refused': { template: 'extension', outcome: () => 'refused' },
  'hazard.objection_answered': {
    template: 'reply',
    outcome: ({ upheld }) => (upheld === true ? 'upheld' : 'dismissed'),
  },
  'hazard.reworked': { template: 'reply', outcome: () => 'reworked' },
  'hazard.closed': { template: 'closed', outcome: () => null },
}

type Data = Record<string, unknown>

/** Types of events that lead to a notice. */
export const noticedEvents: readonly string[] = [
  'hazard.dispatched',
  'hazard.escalated',
  'hazard.stalled',
  ...Object.keys(kindOf),
]

/**
 * Who is told what when this happens to a hazard; null when nobody is. Only a hazard found in an administrative
 * inspection leads to an order. What was fixed in front of the party, who signed for it, needs no message.
 */
export function noticeFor(event: { type: string; data: Data }, hazard: Found): NoticePlan | null {
  const order = noticeTemplate(hazard.act) === 'order' && hazard.foundIn !== null
  const party = {
    channel: 'sms',
    recipient: 'party',
    inspectionId: order ? hazard.foundIn : null,
    outcome: null,
    rung: null,
  } as const
  if (event.type === 'hazard.dispatched') return { ...party, template: order ? 'order' : 'advice' }
  if (event.type === 'hazard.escalated') {
    const { rung, role } = event.data as { rung: number; role: string }
    const recipient = `role:${role}@${unitOfRole(role, hazard.scopePath)}` as const
    return { ...party, channel: 'desk', recipient, template: 'overdue', rung }
  }
  if (event.type === 'hazard.stalled') {
    const recipient = `role:townDesk@${unitOfRole('townDesk', hazard.scopePath)}` as const
    return { ...party, channel: 'desk', recipient, template: 'stalled' }
  }
  const kind = kindOf[event.type]
  if (kind === undefined || event.data['onSite'] === true) return null
  return { ...party, template: kind.template, outcome: kind.outcome(event.data) }
}

/** Village cadres answer for a village, everybody else on the ladder for a town. */
function unitOfRole(role: string, scopePath: string): string {
  const codes = scopePath.split('/').filter((code) => code !== '')
  return `/${codes.slice(0, role === 'villageCadre' ? 3 : 2).join('/')}/`
}

export type NoticeFacts = {
  placeName: string
  itemText: string
  deadline: Instant | null
  order: boolean
  outcome: NoticeOutcome | null
  rung: number | null
  /** Where the party reads the whole and answers; null for messages inside the town. */
  link: string | null
}

/** The words of a message. They name a place and a problem, never a person. */
export function noticeText(template: NoticeKind, given: NoticeFacts): string {
  const order = template === 'order' || (template !== 'advice' && given.order)
  const said = (text: string, most: number) => shortened(order ? text : unordered(text), most)
  const facts: Said = { ...given, order, place: said(given.placeName, 20), item: said(given.itemText, 40) }
  return texts[template](facts) + (given.link === null ? '' : given.link)
}

type Said = NoticeFacts & { place: string; item: string }

const texts: Record<NoticeKind, (facts: Said) => string> = {
  advice: ({ place, item, deadline }) =>
    `隐患告知书：${place}存在安全隐患“${item}”。建议${until(deadline)}整改。查看详情、反馈整改：`,
  order: ({ place, item, deadline }) =>
    `责令限期改正通知书：${place}存在安全隐患“${item}”。责令${until(deadline)}改正。查看详情、陈述申辩：`,
  overdue: ({ place, item, deadline, order, rung }) => {
    const past = `${place}的隐患“${item}”，${order ? '责令改正' : '建议整改'}期限为${until(deadline)}，现已逾期`
    return rung === null ? `${past}。请抓紧整改并提交证明：` : `${past}（第${rung}级督促）。请督促整改。`
  },
  stalled: ({ place, item }) => `${place}的隐患“${item}”等待办理已超过时限。请尽快办理。`,
  closed: ({ place, item }) => `${place}的隐患“${item}”已复查通过并销号。请保持。查看：`,
  extension: ({ place, item, deadline, outcome }) =>
    outcome === 'granted'
      ? `${place}的隐患“${item}”：延期申请已同意，请于${until(deadline)}整改。查看：`
      : `${place}的隐患“${item}”：延期申请未获同意，期限仍为${until(deadline)}。查看：`,
  reply: ({ place, item, deadline, outcome }) =>
    `${place}的隐患“${item}”：${replies[outcome ?? 'reworked']}期限为${until(deadline)}。查看：`,
}

const replies: Record<NoticeOutcome, string> = {
  granted: '',
  refused: '',
  upheld: '您提出的异议经核实成立，工作人员会作相应处理。',
  dismissed: '您提出的异议经核实不成立，请继续整改。',
  reworked: '复查未通过，请继续整改，改好后重新提交证明。',
}

/** A deadline at the end of a day is said by that day, any other by its minute (Asia/Shanghai). */
function until(deadline: Instant | null): string {
  if (deadline === null) return '尽快'
  const local = new Date(millis(plus(deadline, 8 * 60 * minute))).toISOString()
  if (local.slice(11, 16) === '00:00') return `${spelled(dayOf(plus(deadline, -1)))}24:00前`
  return `${spelled(dayOf(deadline))}${local.slice(11, 16)}前`
}

function spelled(date: string): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number)
  return `${year}年${month}月${dayOfMonth}日`
}

function shortened(text: string, most: number): string {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim())
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`
}

/** An advice orders nothing, whatever words a place or an item brings along. */
function unordered(text: string): string {
  return text.replaceAll('责令', '要求')
}

/** The token behind the link in a message, or null. */
export function tokenIn(text: string): string | null {
  return /\/o\/([0-9]{6}-[A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? null
}

/** The message as the desk may read it: whoever holds the token is taken for the party. */
export function withoutToken(text: string): string {
  return text.replace(/\/o\/[0-9]{6}-[A-Za-z0-9_-]{43}/g, '/o/…')
}

/** A link lives until a month after the deadline, or three months where there is none. Never less than a month. */
export function linkExpiry(deadline: Instant | null, now: Instant): Instant {
  if (deadline === null) return plus(now, 90 * day)
  return plus(deadline > now ? deadline : now, 30 * day)
}

/** What the holder of a link may do to its hazard. */
export const linkActions = [
  'hazard.submit',
  'hazard.object',
  'hazard.request_extension',
  'hazard.rectify',
  'hazard.accept',
] as const satisfies HazardAction[]

/** What the party sees of the history: what was decided about the hazard, not how the town watches over it. */
export const publicEvents: readonly string[] = [
  'hazard.reported',
  'hazard.filed',
  'hazard.mode_changed',
  'hazard.dispatched',
  'hazard.accepted',
  'hazard.rectification_started',
  'hazard.submitted',
  'hazard.fixed_on_site',
  'hazard.passed',
  'hazard.reworked',
  'hazard.closed',
  'hazard.extension_requested',
  'hazard.extension_granted',
  'hazard.extension_refused',
  'hazard.objected',
  'hazard.objection_answered',
  'hazard.referred',
  'hazard.transferred',
  'hazard.case_returned',
  'hazard.suspended',
  'hazard.resumed',
  'hazard.shut_down',
  'hazard.voided',
  'hazard.lapsed',
]
