import { problemSentence } from '#web/text/problem-sentence.ts'
import type { PublicKey } from '#web/text/public-zh.ts'
import type { Words } from '#web/text/words.ts'
import type { Refusal } from './notice.ts'
import type { PublicText } from './text.ts'

/** Why it matters, in plain words, by the category of the check item. */
const plain: Record<string, PublicKey> = {
  疏散: 'why.escape',
  消防通道: 'why.escape',
  用电: 'why.power',
  消防设施: 'why.equipment',
  消防: 'why.equipment',
  管理: 'why.management',
  电动车: 'why.ebike',
  住宿: 'why.lodging',
  燃气: 'why.gas',
  食堂燃气: 'why.gas',
  充装: 'why.gas',
  用户: 'why.gas',
  分隔: 'why.separation',
  建筑: 'why.building',
  装修: 'why.building',
  低散乱: 'why.building',
  作业: 'why.work',
  高处: 'why.work',
  支撑: 'why.work',
  起重: 'why.work',
  堆放: 'why.storage',
  储存: 'why.storage',
  易燃易爆: 'why.dangerous',
  工艺: 'why.dangerous',
  用氧: 'why.dangerous',
  明火: 'why.dangerous',
  厨房: 'why.kitchen',
  人数: 'why.crowd',
  登记: 'why.crowd',
  校车: 'why.transport',
  运输: 'why.transport',
  配送: 'why.transport',
  车辆: 'why.transport',
}

export function plainReason(category: string): PublicKey {
  return plain[category] ?? 'why.default'
}

/** A refusal in the owner's words where the desk's would not help here, else in everybody's. */
export function whyNot(refusal: Refusal, t: PublicText, w: Words): string {
  const { code, facts = {} } = refusal
  if (code === 'hazard.wrong_state') return t('why.hazard.wrong_state')
  if (code === 'hazard.extension_limit') return t('why.hazard.extension_limit', { most: Number(facts.most) })
  return problemSentence(w, code, facts)
}
