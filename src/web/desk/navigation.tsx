import { NavLink } from 'react-router'
import icon from '#web/icon.svg'
import { useDeskText } from './desk-text.ts'
import { areas } from './rooms.tsx'
import { useSession } from './session.ts'

export function Navigation() {
  const t = useDeskText()
  const { may, district } = useSession()
  return (
    <nav className="nav" aria-label={t('navigation')}>
      <div className="nav-brand">
        <img src={icon} alt="" width={28} height={28} />
        <span>
          <strong>{t('product')}</strong>
          <small>{district.name}</small>
        </span>
      </div>
      {areas.map((area) => {
        const entries = area.entries.filter((entry) => may.includes(entry.needs))
        if (entries.length === 0) return null
        return (
          <section key={area.text} className="nav-area">
            <h2 title={t(area.hint)}>
              <span aria-hidden="true">{t(area.text)}</span>
              <small>{t(area.hint)}</small>
            </h2>
            <ul>
              {entries.map((entry) => (
                <li key={entry.to}>
                  <NavLink to={entry.to}>
                    {entry.icon}
                    {t(entry.text)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}
