import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { fewestOfficers } from '#domain/inspections.ts'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { beginWalk, firstPage } from './begin-walk.ts'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { useKept } from './kept-query.tsx'
import { colleaguesFrom } from './pack/answers.ts'
import { useFromPack } from './pack/use-from-pack.ts'
import { useWorker } from './session.tsx'
import type { Colleagues } from './shapes.ts'
import { whyNoInspection } from './start-visit.tsx'
import { Failed, Loading } from './states.tsx'
import { type FieldWord, useFieldText } from './text.ts'
import { useSheet } from './use-sheet.ts'

/** Before an administrative inspection: who comes along, who approved it, and the notice that is served. */
export function InspectPage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const worker = useWorker()
  const navigate = useNavigate()
  const sheet = useSheet(id, 'administrativeInspection')
  const [along, setAlong] = useState<readonly string[]>([])
  const [approvalNo, setApprovalNo] = useState('')
  const [noticeNo, setNoticeNo] = useState('')
  const why: FieldWord | null =
    whyNoInspection(worker) ??
    (along.length + 1 < fewestOfficers ? 'inspect.needColleague' : null) ??
    (approvalNo.trim().length < 2 ? 'inspect.needApproval' : noticeNo.trim().length < 2 ? 'inspect.needNotice' : null)
  const begin = async () => {
    if (sheet.data === undefined) return
    const together = { with: along, approvalNo: approvalNo.trim(), noticeNo: noticeNo.trim() }
    const draft = await beginWalk(worker, 'administrativeInspection', sheet.data.value, together)
    navigate(firstPage(draft), { replace: true })
  }
  const bottom = (
    <>
      {why !== null && (
        <p className="reason" id="why-not">
          {t(why, { n: fewestOfficers })}
        </p>
      )}
      <button
        type="button"
        className="go"
        disabled={why !== null || sheet.data === undefined}
        aria-describedby={why === null ? undefined : 'why-not'}
        onClick={() => void begin()}
      >
        {t('inspect.begin')}
      </button>
    </>
  )
  return (
    <Frame title={t('inspect.title')} back={fieldPages.place(id)} bottom={bottom}>
      <p>{t('inspect.hint', { certificate: worker.post.certificateNo ?? '—' })}</p>
      <ColleagueChoice chosen={along} choose={setAlong} />
      <label className="ask">
        {t('inspect.approvalNo')}
        <input value={approvalNo} maxLength={60} onChange={(event) => setApprovalNo(event.target.value)} />
      </label>
      <label className="ask">
        {t('inspect.noticeNo')}
        <input value={noticeNo} maxLength={60} onChange={(event) => setNoticeNo(event.target.value)} />
      </label>
      {sheet.error !== null && sheet.data === undefined && (
        <Failed error={sheet.error} again={() => void sheet.refetch()} />
      )}
    </Frame>
  )
}

function ColleagueChoice({ chosen, choose }: { chosen: readonly string[]; choose: (ids: readonly string[]) => void }) {
  const t = useFieldText()
  const w = useWords()
  const { account } = useWorker()
  const fromPack = useFromPack()
  const { data, error, refetch } = useKept<Colleagues>(['colleagues'], api.colleagues, {
    otherwise: fromPack(colleaguesFrom),
  })
  if (data === undefined) return error === null ? <Loading /> : <Failed error={error} again={() => void refetch()} />
  const rows = data.value.rows.filter((one) => one.accountId !== account.id)
  return (
    <fieldset className="stack">
      <legend>{t('inspect.colleagues')}</legend>
      {rows.length === 0 && <p className="say say-soon">{t('inspect.noColleagues')}</p>}
      {rows.map((one) => (
        <label key={one.accountId} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(one.accountId)}
            onChange={(event) =>
              choose(event.target.checked ? [...chosen, one.accountId] : chosen.filter((id) => id !== one.accountId))
            }
          />
          <span>
            {one.name} · {w(`role.${one.role}`)}
            <span className="small quiet block">
              {one.unitName} · {one.certificateNo}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
