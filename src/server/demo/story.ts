import type { Stage } from './pilot-lives.ts'
import type { DemoPlace } from './places.ts'
import { creditCode } from './places.ts'

const minfenghe = '/330109/113/245/'

/** How far a hazard of the story gets; an overdue one was handed over and never answered. */
export type Fate = Stage | 'overdue' | 'closed'

type Told = {
  key: string
  kind: DemoPlace['kind']
  name: string
  grid: string
  owner: string
  /** Days before the end, and what was found then: check item → fate. */
  visits: [number, [string, Fate][]][]
}

/** Places of 民丰河村 where something is always going on: each state of a hazard's life can be seen there. */
const told: readonly Told[] = [
  {
    key: 'story-1',
    kind: 'enterprise',
    name: '杭州萧山蓝纹针织有限公司',
    grid: '001/03/',
    owner: '钱蕙兰',
    visits: [
      [40, [['ENT-EL-01', 'closed']]],
      [
        1,
        [
          ['ENT-EL-01', 'reported'],
          ['ENT-FF-02', 'dispatched'],
        ],
      ],
    ],
  },
  {
    key: 'story-2',
    kind: 'shop',
    name: '巷口阿芹面馆',
    grid: '001/03/',
    owner: '柯芹',
    visits: [
      [12, [['SHP-EL-01', 'overdue']]],
      [5, [['SHP-FF-01', 'submitted']]],
    ],
  },
  {
    key: 'story-3',
    kind: 'rental',
    name: '民丰河村6组18号出租房',
    grid: '001/01/',
    owner: '诸葛庆',
    visits: [
      [
        20,
        [
          ['RNT-EV-01', 'overdue'],
          ['RNT-FF-01', 'closed'],
        ],
      ],
    ],
  },
  {
    key: 'story-4',
    kind: 'enterprise',
    name: '杭州萧山青梭纺织有限公司',
    grid: '001/02/',
    owner: '虞承志',
    visits: [
      [62, [['ENT-EV-03', 'submitted']]],
      [9, [['ENT-MG-02', 'rectifying']]],
    ],
  },
  {
    key: 'story-5',
    kind: 'enterprise',
    name: '杭州萧山禾木包装有限公司',
    grid: '003/01/',
    owner: '尹素芬',
    visits: [[3, [['ENT-FF-01', 'filed']]]],
  },
  {
    key: 'story-6',
    kind: 'shop',
    name: '老街口便民五金店',
    grid: '001/04/',
    owner: '鲍根生',
    visits: [[15, [['SHP-EV-02', 'reworked']]]],
  },
  {
    key: 'story-7',
    kind: 'enterprise',
    name: '杭州萧山云帆服饰有限公司',
    grid: '001/05/',
    owner: '卓文静',
    visits: [],
  },
  { key: 'story-8', kind: 'rental', name: '民丰河村2组7号出租房', grid: '001/02/', owner: '莫建英', visits: [] },
]

export function storyPlaces(): DemoPlace[] {
  return told.map((one, n) => ({
    key: one.key,
    kind: one.kind,
    name: one.name,
    label: one.name,
    placeType: '',
    industry: null,
    uscc: one.kind === 'enterprise' ? creditCode('91', 900_000 + n) : null,
    address: `浙江省杭州市萧山区瓜沥镇民丰河村${one.name.match(/\d组\d+号/)?.[0] ?? `民丰路${8 + n * 6}号`}`,
    path: `${minfenghe}${one.grid}`,
    position: { lng: 120.462 + n * 0.0012, lat: 30.181 + (n % 3) * 0.0011, datum: 'wgs84', accuracy: 12 },
    responsible: { name: one.owner, phone: `194000${String(80_001 + n)}` },
    parentKey: null,
  }))
}

export type StoryVisit = { placeKey: string; daysBefore: number; findings: { itemCode: string; fate: Fate }[] }

export function storyVisits(): StoryVisit[] {
  return told.flatMap((one) =>
    one.visits.map(([daysBefore, found]) => ({
      placeKey: one.key,
      daysBefore,
      findings: found.map(([itemCode, fate]) => ({ itemCode, fate })),
    })),
  )
}
