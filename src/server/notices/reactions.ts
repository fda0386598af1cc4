import type { Instant } from '#domain/calendar.ts'
import { noticeTemplate } from '#domain/inspections.ts'
import { type NoticePlan, noticedEvents, noticeFor, noticeText, tokenIn } from '#domain/notices.ts'
import { seal } from '#server/crypto/seal.ts'
import type { District, Tx } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import type { NumberedEvent } from '#server/events/numbered.ts'
import type { Reaction } from '#server/events/reactions.ts'
import type { House } from '#server/http/house.ts'
import { recordStates } from './happenings.ts'
import { type LiveLink, liveLinks } from './live-links.ts'
import { keyMissing, move, textOf } from './send.ts'
import { enqueue, insertNotices, lockNotices, type Notice, updateBodies } from './store.ts'
import { findSubjects, type NoticeSubject } from './subjects.ts'

type Surroundings = Pick<House, 'keys' | 'time' | 'config'>

/** `at once`: while a demo's history is written, nobody is at the other end, and no gateway is ever asked. */
export type Sending = 'by job' | 'at once'
type Asked = { event: NumberedEvent; plan: NoticePlan; subject: NoticeSubject }

/** Turns what happened to hazards into messages, each once, and hands them to the job runner. */
export function noticesReaction(house: Surroundings, sending: Sending = 'by job'): Reaction {
  return {
    name: 'notices',
    async react(tx, district, events) {
      const now = house.time.now()
      await writeNotices(
        house,
        tx,
        district,
        events.filter((event) => noticedEvents.includes(event.type)),
        now,
        sending,
      )
      await sendAgain(
        house,
        tx,
        district,
        events.filter((event) => event.type === 'notice.retried'),
        now,
      )
    },
  }
}

async function writeNotices(
  house: Surroundings,
  tx: Tx,
  district: District,
  events: readonly NumberedEvent[],
  now: Instant,
  sending: Sending,
): Promise<void> {
  const subjects = await findSubjects(
    tx,
    events.map((event) => event.subject),
  )
  const asked = events.flatMap((event): Asked[] => {
    const subject = subjects.get(event.subject)
    const plan = subject === undefined ? null : noticeFor(event, subject)
    return subject === undefined || plan === null ? [] : [{ event, plan, subject }]
  })
  const toParty = asked.filter(({ plan }) => plan.recipient === 'party')
  const links = await liveLinks(
    tx,
    house.keys,
    district,
    toParty.map(({ subject }) => wishOf(subject)),
    now,
  )
  const notices = asked.map((one) => newNotice(house, one, links.get(one.subject.id), now, sending))

  const added = await insertNotices(tx, notices)
  const fresh = notices.filter((notice) => added.has(notice.id))
  await recordStates(
    tx,
    district.code,
    fresh.filter((notice) => notice.state !== 'queued'),
    now,
  )
  await enqueue(
    tx,
    district.code,
    fresh.filter((notice) => notice.state === 'queued').map((notice) => notice.id),
  )
}

const wishOf = (subject: NoticeSubject) => ({
  hazardId: subject.id,
  placeId: subject.placeId,
  deadline: subject.deadline,
})

function newNotice(
  house: Surroundings,
  { event, plan, subject }: Asked,
  link: LiveLink | undefined,
  now: Instant,
  sending: Sending,
): Notice {
  const toParty = plan.recipient === 'party'
  const facts = {
    placeName: subject.placeName,
    itemText: subject.itemText,
    deadline: subject.deadline,
    order: noticeTemplate(subject.act) === 'order',
    outcome: plan.outcome,
    rung: plan.rung,
    link: toParty && link !== undefined ? linkAddress(house, link.token) : null,
  }
  const unreachable = toParty && !subject.reachable
  const queued = toParty && !unreachable && sending === 'by job'
  return {
    id: newId(now),
    hazardId: subject.id,
    eventId: event.id,
    recipient: plan.recipient,
    channel: plan.channel,
    template: plan.template,
    inspectionId: plan.inspectionId,
    state: unreachable ? 'failed' : queued ? 'queued' : 'delivered',
    bodySealed: seal(house.keys, noticeText(plan.template, facts)),
    linkId: toParty ? (link?.id ?? null) : null,
    attempts: toParty && !unreachable && !queued ? 1 : 0,
    provider: !toParty ? 'desk' : queued || unreachable ? null : 'log',
    providerRef: null,
    lastError: unreachable ? 'no_contact' : null,
    createdAt: now,
    changedAt: now,
    scopePath: subject.scopePath,
    department: subject.department,
  }
}

const linkAddress = (house: Surroundings, token: string) => `${house.config.publicUrl.replace(/\/$/, '')}/o/${token}`

/** What a desk sends once more goes out with the link that lives now, for the old one may have ended. */
async function sendAgain(
  house: Surroundings,
  tx: Tx,
  district: District,
  events: readonly NumberedEvent[],
  now: Instant,
): Promise<void> {
  const queued = (
    await lockNotices(
      tx,
      events.map((event) => event.subject),
    )
  ).filter((notice) => notice.state === 'queued')
  const texts = new Map(queued.map((notice) => [notice.id, textOf(house.keys, notice.bodySealed)]))
  const notices = queued.filter((notice) => texts.get(notice.id) !== null)
  for (const notice of queued)
    if (texts.get(notice.id) === null)
      await move(tx, house, district, { ...notice, state: 'failed', lastError: keyMissing })
  const subjects = await findSubjects(
    tx,
    notices.map((notice) => notice.hazardId),
  )
  const links = await liveLinks(tx, house.keys, district, [...subjects.values()].map(wishOf), now)
  const changed = notices.flatMap((notice) => {
    const text = texts.get(notice.id) ?? ''
    const old = tokenIn(text)
    const link = links.get(notice.hazardId)
    if (link === undefined || old === null || old === link.token) return []
    return [{ id: notice.id, linkId: link.id, bodySealed: seal(house.keys, text.replace(old, link.token)) }]
  })
  await updateBodies(tx, changed)
  await enqueue(
    tx,
    district.code,
    notices.map((notice) => notice.id),
  )
}
