import { useLocation, useNavigate, useParams } from 'react-router'
import { instant } from '#domain/calendar.ts'
import { newId, serverNow } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { fieldPages } from './field-paths.ts'
import { type ReinspectDraft, reinspectKey } from './form-drafts.ts'
import { Frame } from './frame.tsx'
import { letGo, useInHand } from './in-hand.ts'
import { KeptView, useKept } from './kept-query.tsx'
import { LoadingPage } from './loading-page.tsx'
import { handIn } from './outbox.ts'
import { sendAll } from './outbox-send.ts'
import { useFromPack } from './pack/use-from-pack.ts'
import { ReinspectBody } from './reinspect-body.tsx'
import { useWorker } from './session.tsx'
import type { HazardDetail } from './shapes.ts'
import { useFieldText } from './text.ts'
import { useTroubleSentence } from './trouble.ts'
import { useWayBack } from './way-back.ts'

const nothingYet = (): ReinspectDraft => ({
  kind: 'reinspect',
  changedAt: instant(serverNow()),
  photos: [],
  reason: '',
})

/** 复查: what was handed in beside what was found, and a verdict with its reason, by another person. */
export function ReinspectPage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const worker = useWorker()
  const { account, post } = worker
  const fromPack = useFromPack()
  const navigate = useNavigate()
  const key = reinspectKey(account.id, id)
  const hand = useInHand<ReinspectDraft>(key, nothingYet)
  const hazard = useKept<HazardDetail>(['hazards', id], api.hazard(id), {
    otherwise: fromPack(async (pack) =>
      (await import('./pack/hazard-answer.ts')).hazardFrom(pack, id, worker, instant(serverNow())),
    ),
  })
  const detail = hazard.data?.value
  const why = useWhyNot(detail)
  /** In the midst of a walk one goes on with it. */
  const walk = (useLocation().state as { back?: string } | null)?.back
  const back = useWayBack(walk ?? fieldPages.today)
  if (!hand) return <LoadingPage title={t('reinspect.title')} />
  const { photos, reason } = hand.value
  const ready = detail !== undefined && why === null && reason.trim().length >= 2

  const judge = async (passed: boolean) => {
    if (detail === undefined) return
    const now = instant(serverNow())
    const seen = photos.length > 0 ? { photos } : {}
    const data = { passed, reason: reason.trim(), ...seen }
    const command = { id: newId(), type: 'hazard.reinspect' as const, subject: id, at: now, data }
    await handIn(
      {
        id: command.id,
        kind: 'reinspect',
        accountId: account.id,
        postId: post.id,
        title: detail.place.name,
        createdAt: now,
        stages: [{ commands: [command], needed: true }],
        files: photos.map((proof) => proof.hash),
        findings: { [id]: detail.item.text },
        draft: null,
      },
      key,
    )
    if (walk === undefined) navigate(fieldPages.sent(command.id), { replace: true })
    else back()
    letGo(key)
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
      back={walk ?? (detail ? fieldPages.place(detail.place.id) : fieldPages.today)}
      bottom={bottom}
    >
      <KeptView of={hazard}>{(value) => <ReinspectBody detail={value} hand={hand} open={why === null} />}</KeptView>
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
