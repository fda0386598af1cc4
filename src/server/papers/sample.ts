import type { PaperForm } from '#domain/papers.ts'
import { paperForms } from '#domain/papers.ts'
import { fieldsOf, type PaperFacts, type PaperFields } from '#domain/papers-fields.ts'

/** Invented facts with which a template is shown before it is used; marked as such like every demo paper. */
export function sampleFields(form: PaperForm): PaperFields {
  const at = '2026-01-05T01:30:00.000Z'
  const walk = {
    id: '00000000-0000-7000-8000-000000000001',
    version: 1,
    status: 'finished' as const,
    placeId: '00000000-0000-7000-8000-000000000002',
    rooms: null,
    originPath: '/',
    scopePath: '/',
    sheet: [],
    entries: [],
    startedAt: at,
    changedAt: at,
    acknowledgement: { kind: 'refused' as const, textHash: hash, witnesses: 2, video: null, at },
    finishedAt: '2026-01-05T02:10:00.000Z',
    by: [],
  }
  const visit: PaperFacts['visit'] =
    paperForms[form].act === 'safetyVisit'
      ? { ...walk, act: 'safetyVisit' }
      : {
          ...walk,
          act: 'administrativeInspection',
          certificatePosts: [],
          approvalNo: '示例检〔2026〕1号',
          noticeNo: '示例通〔2026〕1号',
          department: 'emergency',
        }
  return fieldsOf(form, {
    visit,
    place: { name: '示例针织厂', address: '示例路1号', uscc: null },
    people: ['张示例', '李示例'],
    certificates: visit.act === 'safetyVisit' ? [] : ['33010000000001', '33010000000002'],
    unitNames: ['示例区', '示例镇'],
    lines: [
      { itemText: '安全出口保持畅通', result: 'pass', found: null },
      {
        itemText: '疏散通道被杂物堵塞',
        result: 'fail',
        found: {
          severity: 'serious',
          mode: 'deadline',
          deadline: '2026-01-20T16:00:00.000Z',
          legalBasis: '《中华人民共和国消防法》第二十八条',
          legalConfidence: '高',
          photos: [hash],
          fixed: false,
        },
      },
    ],
    party: { name: '王**', phone: '194****0000' },
    witnesses: ['赵**', '钱**'],
    text: '安全走访情况告知\n场所：示例针织厂\n发现下列安全隐患1处：\n1. 疏散通道被杂物堵塞',
    textHash: hash,
    receipt: { event: walk.id, seq: 1, sealNo: 1, root: 'A'.repeat(43) },
    madeAt: at,
    demo: true,
  })
}

const hash = '0'.repeat(64)
