import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useSession } from '#web/desk/session.ts'
import { pages } from '#web/paths.ts'
import type { Ahead, PhaseLine } from './answers.ts'
import { SwitchForm } from './phase-forms.tsx'
import { usePhasesText } from './phases-text.ts'

type Props = { phase: PhaseLine; ahead: Ahead; mine: boolean }

/** What a switch would hand over, before anybody decides. `mine`: this is the own area. */
export function Running({ phase, ahead, mine }: Props) {
  const t = usePhasesText()
  const { may } = useSession()
  const [open, setOpen] = useState(false)
  const leads = mine && may.includes('phase.switch')
  const filters = { unit: phase.scopePath }
  return (
    <section className="panel">
      <h2>{t('aheadTitle')}</h2>
      <dl className="pairs">
        <dt>{t('aheadOpen')}</dt>
        <dd>
          <Link to={pages.hazards(filters)}>{t('aheadCount', { n: ahead.open })}</Link>
        </dd>
        <dt>{t('aheadOverdue')}</dt>
        <dd>{t('aheadCount', { n: ahead.overdue })}</dd>
      </dl>
      <p className="quiet">{t('aheadHint')}</p>
      <Button type="primary" danger disabled={!leads} onClick={() => setOpen(true)}>
        {t('switch')}
      </Button>
      {!leads && <p className="quiet small">{t('onlyLeader')}</p>}
      {open && <SwitchForm phase={phase} ahead={ahead} onClose={() => setOpen(false)} />}
    </section>
  )
}
