import {
  AlertOutlined,
  ApartmentOutlined,
  BarChartOutlined,
  BellOutlined,
  IdcardOutlined,
  ShopOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import type { Action } from '#domain/people.ts'
import icon from '#web/icon.svg'
import { pages } from '#web/paths.ts'
import type { deskZh } from '#web/text/desk-zh.ts'
import { useDeskText } from './desk-text.ts'
import { useSession } from './session.ts'

type Entry = { to: string; text: keyof typeof deskZh; icon: ReactNode; needs: Action }
type Area = { text: keyof typeof deskZh; hint: keyof typeof deskZh; entries: Entry[] }

/** Rooms by the three work areas 查 · 整 · 管; a room that this post may not enter is not offered. */
const areas: Area[] = [
  {
    text: 'areaSurvey',
    hint: 'areaSurveyHint',
    entries: [{ to: pages.places(), text: 'places', icon: <ShopOutlined />, needs: 'place.read' }],
  },
  {
    text: 'areaRectify',
    hint: 'areaRectifyHint',
    entries: [
      { to: pages.hazards(), text: 'hazards', icon: <AlertOutlined />, needs: 'hazard.read' },
      { to: pages.notices(), text: 'notices', icon: <BellOutlined />, needs: 'hazard.read' },
    ],
  },
  {
    text: 'areaManage',
    hint: 'areaManageHint',
    entries: [
      { to: pages.units(), text: 'units', icon: <ApartmentOutlined />, needs: 'unit.read' },
      { to: pages.reports(), text: 'reports', icon: <BarChartOutlined />, needs: 'hazard.read' },
      { to: pages.accounts, text: 'accounts', icon: <IdcardOutlined />, needs: 'people.manage' },
    ],
  },
]

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
