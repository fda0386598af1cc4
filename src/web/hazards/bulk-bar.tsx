import { App, Button } from 'antd'
import { useState } from 'react'
import type { HazardStatus } from '#domain/hazards.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { hazardEdges } from '#domain/hazards-edges.ts'
import { newCommand, sync } from '#web/api.ts'
import { useSession } from '#web/desk/session.ts'
import { errorSentence, problemSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import type { HazardRow } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'

/** Steps that need no words of their own, so that they can be taken for many at once. */
const plain: readonly HazardAction[] = [
  'hazard.verify',
  'hazard.file',
  'hazard.dispatch',
  'hazard.accept',
  'hazard.rectify',
  'hazard.close',
]

type Props = { rows: HazardRow[]; onClear: () => void; onDone: () => void }

export function BulkBar({ rows, onClear, onDone }: Props) {
  const t = useHazardsText()
  const w = useWords()
  const { may } = useSession()
  const { modal, message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const fits = (action: HazardAction) =>
    may.includes(action) &&
    rows.every((row) => (hazardEdges[action].from as readonly HazardStatus[]).includes(row.status))
  const actions = plain.filter(fits)

  const act = async (action: HazardAction) => {
    setBusy(true)
    try {
      const commands = rows.map((row) => newCommand(action, row.id, {}, row.version))
      const { answers } = await sync(commands)
      const refused = answers.flatMap((answer, n) => (answer.outcome === 'refused' ? [{ answer, row: rows[n] }] : []))
      const done = t('bulkDone', { action: w(`action.${action}`), n: answers.length - refused.length })
      if (refused.length === 0) void message.success(done)
      else {
        modal.warning({
          title: done,
          width: 620,
          content: (
            <>
              <p>{t('bulkRefused', { n: refused.length })}</p>
              <ul>
                {refused.map(({ answer, row }) => (
                  <li key={answer.id}>
                    <b>{row?.placeName}</b> {problemSentence(w, answer.problem.code, answer.problem.facts)}
                  </li>
                ))}
              </ul>
            </>
          ),
        })
      }
      onClear()
      onDone()
    } catch (error) {
      void message.error(errorSentence(w, error))
    } finally {
      setBusy(false)
    }
  }
  const confirm = (action: HazardAction) =>
    modal.confirm({
      title: t('bulkConfirm', { n: rows.length, action: w(`action.${action}`) }),
      content: t('bulkText'),
      okText: w(`action.${action}`),
      cancelText: t('cancel'),
      onOk: () => act(action),
    })
  return (
    <section className="bulk" aria-label={t('selected', { n: rows.length })}>
      <b>{t('selected', { n: rows.length })}</b>
      {actions.length === 0 && <span>{t('bulkNone')}</span>}
      {actions.map((action) => (
        <Button key={action} type="primary" loading={busy} onClick={() => void confirm(action)}>
          {w(`action.${action}`)}
        </Button>
      ))}
      <button type="button" className="plain-button" onClick={onClear}>
        {t('unselect')}
      </button>
    </section>
  )
}
