import { Button, Popconfirm, Tooltip } from 'antd'
import { useState } from 'react'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { problemSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { fieldsOf } from './action-fields.ts'
import { ActionForm } from './action-form.tsx'
import type { ActionAnswer, HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'
import { nextStep } from './next-step.ts'
import { useAct } from './use-act.ts'

/** Acts that stop a business are never one click away from the usual ones. */
const heavy: readonly HazardAction[] = [
  'hazard.suspend',
  'hazard.shut_down',
  'hazard.request_void',
  'hazard.answer_void',
]

/** Exactly what the rules offer to this post now; what they forbid stands there with the reason, readable for all. */
export function HazardActions({ file }: { file: HazardFile }) {
  const t = useHazardsText()
  const [open, setOpen] = useState<HazardAction | null>(null)
  const first = nextStep(file.hazard)?.action
  const allowed = file.actions.filter((one) => one.problem === null).sort((a, b) => rank(a, first) - rank(b, first))
  const forbidden = file.actions.filter((one) => one.problem !== null)
  return (
    <section className="acts no-print" aria-label={t('actsTitle')}>
      {file.actions.length === 0 && <p className="quiet">{t('actsNone')}</p>}
      {allowed.length > 0 && (
        <p className="acts-row">
          {allowed.map(({ action }) => (
            <ActButton key={action} file={file} action={action} primary={action === first} onOpen={setOpen} />
          ))}
        </p>
      )}
      {forbidden.length > 0 && <Forbidden actions={forbidden} open={forbidden.some((one) => one.action === first)} />}
      {open !== null && <ActionForm file={file} action={open} onClose={() => setOpen(null)} />}
    </section>
  )
}

function rank(one: ActionAnswer, first: HazardAction | undefined): number {
  if (one.action === first) return 0
  return heavy.includes(one.action) ? 2 : 1
}

type ButtonProps = { file: HazardFile; action: HazardAction; primary: boolean; onOpen: (action: HazardAction) => void }

function ActButton({ file, action, primary, onOpen }: ButtonProps) {
  const t = useHazardsText()
  const w = useWords()
  const act = useAct(file, action)
  const label = w(`action.${action}`)
  const look = { type: primary ? ('primary' as const) : ('default' as const), danger: heavy.includes(action) }
  if (fieldsOf(action).length > 0) {
    return (
      <Button {...look} onClick={() => onOpen(action)}>
        {label}
      </Button>
    )
  }
  return (
    <Popconfirm
      title={t('confirmAct', { action: label })}
      description={file.item.text}
      okText={label}
      cancelText={t('cancel')}
      onConfirm={() => act.mutateAsync({}).catch(() => undefined)}
      styles={{ root: { maxWidth: 340 } }}
    >
      <Button {...look} loading={act.isPending}>
        {label}
      </Button>
    </Popconfirm>
  )
}

/** Unfolded by itself where the very next step is forbidden: that reason is what the reader came for. */
function Forbidden({ actions, open }: { actions: ActionAnswer[]; open: boolean }) {
  const t = useHazardsText()
  const w = useWords()
  return (
    <details className="acts-forbidden" open={open}>
      <summary>
        {t('actsForbidden')}
        {actions.map(({ action, problem }) => (
          <Tooltip key={action} title={problem === null ? '' : problemSentence(w, problem.code, problem.facts)}>
            <span className="act-off">{w(`action.${action}`)}</span>
          </Tooltip>
        ))}
      </summary>
      <ul>
        {actions.map(({ action, problem }) => (
          <li key={action}>
            <b>{w(`action.${action}`)}</b> {problem !== null && problemSentence(w, problem.code, problem.facts)}
          </li>
        ))}
      </ul>
    </details>
  )
}
