import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { instant } from '#domain/calendar.ts'
import { may } from '#domain/people.ts'
import { newId, serverNow } from '#web/api.ts'
import { useWords } from '#web/text/words.ts'
import type { ReportDraft } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { ItemChoice } from './item-choice.tsx'
import { LoadingPage } from './loading-page.tsx'
import { handIn } from './outbox.ts'
import { sendAll } from './outbox-send.ts'
import { PlaceChoice } from './place-choice.tsx'
import { ProofInput } from './proof-input.tsx'
import { useWorker } from './session.tsx'
import { type FieldWord, useFieldText } from './text.ts'
import { reportDraftKey, useReport } from './use-report.ts'

/** Three taps: photo, place, item. Each answer folds away and opens the next question. */
export function ReportPage() {
  const t = useFieldText()
  const w = useWords()
  const { account, post } = useWorker()
  const navigate = useNavigate()
  const { report, change, notKept } = useReport(account.id)
  if (report === undefined) return <LoadingPage title={t('tab.report')} />
  const why = whyNot(report)
  const mayReport = may(post, 'hazard.report')

  const hand = async () => {
    const { place, item, photos } = report
    if (place === null || item === null) return
    const now = instant(serverNow())
    const note = report.note.trim() === '' ? {} : { note: report.note.trim() }
    const data = { placeId: place.id, itemCode: item.code, before: photos, ...note }
    const command = { id: newId(), type: 'hazard.report' as const, subject: report.id, at: now, data }
    const job = {
      id: report.id,
      kind: 'report' as const,
      accountId: account.id,
      postId: post.id,
      title: place.name,
      createdAt: now,
      stages: [{ commands: [command], needed: true }],
      files: photos.map((proof) => proof.hash),
      findings: { [report.id]: item.text },
      draft: null,
    }
    await handIn(job, reportDraftKey(account.id))
    navigate(fieldPages.sent(job.id))
    void sendAll()
  }
  const bottom = (
    <>
      {!mayReport && <p className="reason">{t('place.noVisit', { role: w(`role.${post.role}`) })}</p>}
      {mayReport && why !== null && <p className="reason">{t(why)}</p>}
      <button type="button" className="go" disabled={why !== null || !mayReport} onClick={() => void hand()}>
        {t('report.go')}
      </button>
    </>
  )
  return (
    <Frame title={t('tab.report')} bottom={bottom}>
      {notKept && (
        <p className="say say-bad" role="alert">
          {t('walk.notKept')}
        </p>
      )}
      <h2>{t('report.photo')}</h2>
      <ProofInput
        kind="photo"
        label={report.photos.length === 0 ? t('report.shoot') : t('item.shootMore')}
        mark={report.place?.name ?? post.unit.name}
        proofs={report.photos}
        change={(how) => change((was) => ({ photos: how(was.photos) }))}
      />
      {report.photos.length > 0 && (
        <>
          <NextQuestion>{t('report.place')}</NextQuestion>
          <PlaceChoice chosen={report.place} choose={(place) => change(() => ({ place, item: null }))} />
        </>
      )}
      {report.photos.length > 0 && report.place !== null && (
        <>
          <NextQuestion>{t('report.item')}</NextQuestion>
          <ItemChoice placeId={report.place.id} chosen={report.item} choose={(item) => change(() => ({ item }))} />
        </>
      )}
      {report.item !== null && (
        <label className="ask">
          {t('item.note')}
          <textarea
            rows={2}
            maxLength={500}
            value={report.note}
            onChange={(event) => change(() => ({ note: event.target.value }))}
          />
        </label>
      )}
    </Frame>
  )
}

function whyNot(report: ReportDraft): FieldWord | null {
  if (report.photos.length === 0) return 'report.needPhoto'
  if (report.place === null) return 'report.needPlace'
  return report.item === null ? 'report.needItem' : null
}

/** Comes into view by itself, so that the third tap is not a search. */
function NextQuestion({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }, [])
  return (
    <h2 ref={heading} className="next-question">
      {children}
    </h2>
  )
}
