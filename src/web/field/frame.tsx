import { type ReactNode, useEffect } from 'react'
import { NavLink, useNavigate } from 'react-router'
import { UpdateBar } from './app/update-bar.tsx'
import { fieldPages } from './field-paths.ts'
import { Icon, type IconName } from './icons.tsx'
import { useWorker } from './session.tsx'
import { type FieldWord, useFieldText } from './text.ts'
import { UnsentChip } from './unsent-chip.tsx'
import { useStartOfPage, useWayBack } from './way-back.ts'

const tabs: { to: string; icon: IconName; word: FieldWord }[] = [
  { to: fieldPages.today, icon: 'today', word: 'tab.today' },
  { to: fieldPages.find, icon: 'find', word: 'tab.find' },
  { to: fieldPages.report, icon: 'camera', word: 'tab.report' },
  { to: fieldPages.me, icon: 'me', word: 'tab.me' },
]

export type FrameProps = {
  title: string
  /** Where the arrow leads; without it this is one of the four rooms and the tabs are shown. */
  back?: string
  /** The arrow leads there even if one came from elsewhere: what lies behind is done with. */
  onlyThere?: boolean
  /** What stands at thumb height: the one next step. */
  bottom?: ReactNode
  children: ReactNode
}

/** Every screen: what it is and what is unsent above, the next step below, the rest between. */
export function Frame({ title, back, onlyThere = false, bottom, children }: FrameProps) {
  const t = useFieldText()
  const { demo } = useWorker()
  const navigate = useNavigate()
  const stepBack = useWayBack(back ?? fieldPages.today)
  useStartOfPage()
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title, t])
  return (
    <div className={back === undefined ? 'field field-room' : 'field field-step'}>
      <header className="bar">
        {back !== undefined && (
          <button
            type="button"
            className="back"
            aria-label={t('app.back')}
            onClick={() => (onlyThere ? navigate(back, { replace: true }) : stepBack())}
          >
            <Icon name="back" />
          </button>
        )}
        <h1 className="bar-title">{title}</h1>
        {demo && <span className="demo">{t('app.demo')}</span>}
        <UnsentChip />
      </header>
      <main className="body">
        {back === undefined && <UpdateBar />}
        {children}
      </main>
      {bottom !== undefined && (
        <section className="bottom" aria-label={t('app.next')}>
          {bottom}
        </section>
      )}
      {back === undefined && (
        <nav className="tabs" aria-label={t('app.rooms')}>
          {tabs.map(({ to, icon, word }) => (
            <NavLink key={to} to={to} end={to === fieldPages.today} className="tab">
              <Icon name={icon} />
              {t(word)}
            </NavLink>
          ))}
        </nav>
      )}
    </div>
  )
}
