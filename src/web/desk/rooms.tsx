import {
  AlertOutlined,
  ApartmentOutlined,
  BarChartOutlined,
  BellOutlined,
  FileWordOutlined,
  FlagOutlined,
  IdcardOutlined,
  ShopOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Action } from '#domain/people.ts'
import { pages } from '#web/paths.ts'
import type { deskZh } from '#web/text/desk-zh.ts'

type Entry = { to: string; text: keyof typeof deskZh; icon: ReactNode; needs: Action }
type Area = { text: keyof typeof deskZh; hint: keyof typeof deskZh; entries: Entry[] }

/** Rooms by the three work areas 查 · 整 · 管; a room that this post may not enter is not offered. */
export const areas: Area[] = [
  {
    text: 'areaSurvey',
    hint: 'areaSurveyHint',
    entries: [{ to: pages.places(), text: 'places', icon: <ShopOutlined aria-hidden />, needs: 'place.read' }],
  },
  {
    text: 'areaRectify',
    hint: 'areaRectifyHint',
    entries: [
      { to: pages.hazards(), text: 'hazards', icon: <AlertOutlined aria-hidden />, needs: 'hazard.read' },
      { to: pages.notices(), text: 'notices', icon: <BellOutlined aria-hidden />, needs: 'hazard.read' },
    ],
  },
  {
    text: 'areaManage',
    hint: 'areaManageHint',
    entries: [
      { to: pages.units(), text: 'units', icon: <ApartmentOutlined aria-hidden />, needs: 'unit.read' },
      { to: pages.reports(), text: 'reports', icon: <BarChartOutlined aria-hidden />, needs: 'hazard.read' },
      { to: pages.phases(), text: 'phases', icon: <FlagOutlined aria-hidden />, needs: 'phase.read' },
      { to: pages.templates, text: 'templates', icon: <FileWordOutlined aria-hidden />, needs: 'paper.manage' },
      { to: pages.accounts, text: 'accounts', icon: <IdcardOutlined aria-hidden />, needs: 'people.manage' },
    ],
  },
]

/** Where a post begins its day: the hazards, or the first room that it may enter. */
export function homeOf(may: readonly Action[]): string {
  if (may.includes('hazard.read')) return pages.hazards()
  const rooms = areas.flatMap((area) => area.entries)
  return (rooms.findLast((room) => may.includes(room.needs)) ?? rooms[0])?.to ?? pages.hazards()
}
