import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { Empty } from '#web/desk/empty.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { useSession } from '#web/desk/session.ts'
import { useTitle } from '#web/desk/use-title.ts'
import { api, pages } from '#web/paths.ts'
import { AsOf, writtenTime } from '#web/ui/time.tsx'
import type { PhaseFile, PhaseLine, PhaseList } from './answers.ts'
import { FrozenSnapshot, HandOverProgress } from './frozen.tsx'
import { BeginForm } from './phase-forms.tsx'
import { usePhasesText } from './phases-text.ts'
import { Running } from './running.tsx'
import '#web/desk/filter-chip.css'
import './phases.css'

/** The phases of the area, and the one in hand: what a switch would do, or what one has frozen. */
export function PhasesPage() {
  const t = usePhasesText()
  const { may } = useSession()
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const [beginning, setBeginning] = useState(false)
  useTitle(t('title'))
  const list = useQuery({ queryKey: ['phases'], queryFn: ({ signal }) => get<PhaseList>(api.phases, signal) })
  if (list.isPending) return <Bones />
  if (list.data === undefined) return <Failed error={list.error} onRetry={() => void list.refetch()} />
  const { phases, areas, asOf } = list.data
  const chosen = phases.find(({ id }) => id === query.get('phase')) ?? phases[0]
  const free = areas.find(({ path }) => !phases.some((one) => one.scopePath === path && one.endedAt === null))
  return (
    <>
      <header className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet">{t('hint')}</span>
        <AsOf at={asOf} />
        {free !== undefined && may.includes('phase.begin') && (
          <Button type="primary" onClick={() => setBeginning(true)}>
            {t('begin')}
          </Button>
        )}
      </header>
      {phases.length > 1 && <Choice phases={phases} chosen={chosen} />}
      {chosen === undefined ? (
        <Empty title={t('none')}>{t('noneText')}</Empty>
      ) : (
        <OnePhase id={chosen.id} mine={areas.some(({ path }) => path === chosen.scopePath)} />
      )}
      {beginning && free !== undefined && (
        <BeginForm
          area={free}
          onClose={() => setBeginning(false)}
          onBegun={(id) => {
            setBeginning(false)
            void navigate(pages.phases(id))
          }}
        />
      )}
    </>
  )
}

function Choice({ phases, chosen }: { phases: readonly PhaseLine[]; chosen: PhaseLine | undefined }) {
  const t = usePhasesText()
  return (
    <nav className="views" aria-label={t('list')}>
      {phases.map(({ id, name, endedAt }) => (
        <Link key={id} to={pages.phases(id)} aria-current={id === chosen?.id ? 'page' : undefined}>
          {name} · {t(endedAt === null ? 'running' : 'ended')}
        </Link>
      ))}
    </nav>
  )
}

/** Asked again every second while hazards are handed over. */
const whileMovingMs = 1000

function OnePhase({ id, mine }: { id: string; mine: boolean }) {
  const t = usePhasesText()
  const file = useQuery({
    queryKey: ['phases', id],
    queryFn: ({ signal }) => get<PhaseFile>(api.phase(id), signal),
    refetchInterval: ({ state: { data } }) => (isMoving(data) ? whileMovingMs : false),
  })
  if (file.isPending) return <Bones />
  if (file.data === undefined) return <Failed error={file.error} onRetry={() => void file.refetch()} />
  const { phase, ahead, snapshot, handOver } = file.data
  return (
    <div className="phase">
      <section className="panel">
        <h2>
          {phase.name} <small>{t(phase.endedAt === null ? 'running' : 'ended')}</small>
        </h2>
        <dl className="pairs">
          <dt>{t('area')}</dt>
          <dd>{phase.areaName}</dd>
          <dt>{t('begunAt')}</dt>
          <dd>{writtenTime(phase.begunAt)}</dd>
          {phase.endedAt !== null && (
            <>
              <dt>{t('endedAt')}</dt>
              <dd>{writtenTime(phase.endedAt)}</dd>
              <dt>{t('successor')}</dt>
              <dd>{phase.successorName}</dd>
            </>
          )}
        </dl>
      </section>
      {ahead !== null && <Running phase={phase} ahead={ahead} mine={mine} />}
      {handOver !== null && <HandOverProgress handOver={handOver} />}
      {snapshot !== null && <FrozenSnapshot snapshot={snapshot} />}
    </div>
  )
}

const isMoving = (file: PhaseFile | undefined) =>
  (file?.handOver?.waiting ?? 0) > 0 || (file?.snapshot != null && file.snapshot.check.sealNo === null)
