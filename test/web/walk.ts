import type { Evidence } from '#domain/hazards.ts'
import type { CheckItem } from '#domain/standards.ts'
import { type Draft, emptyLine, emptyRefusal, type Known, type Line } from '#web/field/drafts.ts'

/** A walk through a knitting mill as a phone holds it: five lines, of which one was open before. */

export const startedAt = '2022-07-04T01:30:00.000Z'
export const ids = {
  visit: '0181c6a0-0000-7000-8000-000000000001',
  start: '0181c6a0-0000-7000-8000-000000000002',
  fresh: '0181c6a0-0000-7000-8000-000000000003',
  fixed: '0181c6a0-0000-7000-8000-000000000004',
  known: '0181a000-0000-7000-8000-000000000005',
  minted: '0181c6a0-0000-7000-8000-000000000006',
}

export const proof = (letter: string): Evidence => ({ hash: letter.repeat(64), kind: 'photo' })

function item(code: string, more: Partial<CheckItem>): CheckItem {
  return {
    code,
    version: 1,
    placeKind: 'enterprise',
    category: '用电安全',
    text: `${code} 的检查内容`,
    severity: 'general',
    mode: 'deadline',
    days: 15,
    legalBasis: '《消防法》第二十七条',
    legalConfidence: '高',
    evidence: '整改前后照片',
    evidenceKinds: ['photo'],
    line: 'fire',
    validFrom: '2022-01-01T00:00:00.000Z',
    validTo: null,
    ...more,
  }
}

export const wires = item('ENT-EL-01', { severity: 'serious', days: 7 })
export const panel = item('ENT-EL-02', { mode: 'immediate', days: 0 })
export const strips = item('ENT-EL-03', { mode: 'concentrated', days: 3 })
export const exits = item('ENT-EV-01', { category: '疏散', severity: 'critical', mode: 'immediate', days: 0 })
export const hydrant = item('ENT-FF-01', { category: '消防设施' })

/** The exit: the desk filed it eleven days ago as 集中整改 with its own date. */
export const knownExit: Known = {
  id: ids.known,
  status: 'rectifying',
  severity: 'critical',
  mode: 'concentrated',
  foundAt: '2022-06-23T03:00:00.000Z',
  deadline: '2022-07-06T16:00:00.000Z',
  overdueSince: null,
}

const fail = (more: Partial<Line>): Line => ({ ...emptyLine, result: 'fail', ...more })

/** Wires failed, the panel was cleared on the spot, strips must be gone at once, the exit is as it was. */
export function walk(more: Partial<Draft> = {}): Draft {
  return {
    kind: 'walk',
    id: ids.visit,
    accountId: 'account',
    postId: 'post',
    act: 'safetyVisit',
    with: [],
    approvalNo: '',
    noticeNo: '',
    place: { id: 'place', name: '杭州萧山蓝纹针织有限公司', kind: 'enterprise', address: '瓜沥镇民丰河村8号' },
    items: [wires, panel, strips, exits, hydrant],
    open: { [exits.code]: knownExit },
    startId: ids.start,
    startedAt,
    changedAt: startedAt,
    lines: {
      [wires.code]: fail({ hazardId: ids.fresh, photos: [proof('a')], note: ' 二楼东侧 ' }),
      [panel.code]: fail({ hazardId: ids.fixed, photos: [proof('b')], fixed: [proof('c')] }),
      [strips.code]: fail({ hazardId: 'strips', photos: [proof('d')], mode: 'immediate' }),
      [exits.code]: fail({ hazardId: ids.minted, photos: [proof('e')], note: '仍堆着纱箱' }),
      [hydrant.code]: emptyLine,
    },
    refusal: emptyRefusal,
    ...more,
  }
}
