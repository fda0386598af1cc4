import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { instant } from '#domain/calendar.ts'
import { newId, serverNow } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { SeverityPlate } from '#web/ui/plate.tsx'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { KeptView, useKept } from './kept-query.tsx'
import { handIn } from './outbox.ts'
import { sendAll } from './outbox-send.ts'
import { ProofPair } from './proof-pair.tsx'
import { useWorker } from './session.tsx'
import type { HazardDetail } from './shapes.ts'
import { useFieldText } from './text.ts'
import { useTroubleSentence } from './trouble.ts'

/** 复查: what was handed in beside what was found, and a verdict with its reason, by another person. */
export function ReinspectPage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const worker = useWorker()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const hazard = useKept<HazardDetail>(['hazards', id], api.hazard(id))
  const detail = hazard.data?.value
  const why = useWhyNot(detail)
  const ready = detail !== undefined && why === null && reason.trim().length >= 2

  const judge = async (passed: boolean) => {
    if (detail === undefined) return
    const now = instant(serverNow())
    const data = { passed, reason: reason.trim() }
    const command = { id: newId(), type: 'hazard.reinspect' as const, subject: id, at: now, data }
    const { account, post } = worker
    await handIn(
      {
        id: command.id,
        kind: 'reinspect',
        accountId: account.id,
        postId: post.id,
        title: detail.place.name,
        createdAt: now,
        stages: [{ commands: [command], needed: true }],
        files: [],
        findings: { [id]: detail.item.text },
        draft: null,
      },
      null,
    )
    navigate(fieldPages.sent(command.id), { replace: true })
    void sendAll()
  }
  const bottom = (
    <>
      {why !== null && <p className="reason">{why}</p>}
      {why === null && !ready && <p className="reason">{t('reinspect.reasonFirst')}</p>}
      <div className="two">
        <button type="button" className="plain danger" disabled={!ready} onClick={() => void judge(false)}>
          {t('reinspect.fail')}
        </button>
        <button type="button" className="go" disabled={!ready} onClick={() => void judge(true)}>
          {t('reinspect.pass')}
        </button>
      </div>
    </>
  )
  return (
    <Frame
      title={t('reinspect.title')}
      back={detail ? fieldPages.place(detail.place.id) : fieldPages.today}
      bottom={bottom}
    >
      <KeptView of={hazard}>
        {({ hazard: found, item, place }) => (
          <>
            <strong>{place.name}</strong>
            <p className="item-text">{item.text}</p>
            <SeverityPlate severity={found.severity} />
            <ProofPair before={found.before} after={found.after} />
            <p className="small">{t('reinspect.evidence', { text: item.evidence })}</p>
            <div className="two">
              {(['reinspect.phraseDone', 'reinspect.phraseStill'] as const).map((phrase) => (
                <button key={phrase} type="button" className="plain" onClick={() => setReason(t(phrase))}>
                  {t(phrase)}
                </button>
              ))}
            </div>
            <label className="ask">
              {t('reinspect.reason')}
              <textarea rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
            </label>
          </>
        )}
      </KeptView>
    </Frame>
  )
}

/** The server's own answer to whether this person may judge this hazard now; null when it may. */
function useWhyNot(detail: HazardDetail | undefined): string | null {
  const sentence = useTroubleSentence()
  if (detail === undefined) return null
  const action = detail.actions.find((one) => one.action === 'hazard.reinspect')
  const no =
    action === undefined ? { code: 'hazard.wrong_state', facts: { status: detail.hazard.status } } : action.problem
  return no === null ? null : sentence({ ...no, requestId: null })
}
