import type { insightZh } from '#web/text/insight-zh.ts'
import type { Text } from '#web/text/language.ts'
import { type Word, type Words, wordOr } from '#web/text/words.ts'
import { isInsightKey } from './insight-text.ts'

const families = ['placeKind', 'severity', 'mode', 'status', 'noticeState', 'act']

/** "rectify.status.filed" → 已立案: its own label, else the field's word for its last part. */
export function figureLabel(key: string, t: Text<keyof typeof insightZh>, w: Words): string {
  if (isInsightKey(key)) return t(key)
  const last = key.split('.').at(-1) ?? key
  if (key.startsWith('manage.escalations.')) return t('rung', { n: last })
  const family = key.startsWith('manage.notices.')
    ? 'noticeState'
    : families.find((one) => wordOr(w, `${one}.${last}`, '') !== '')
  return family === undefined ? key : wordOr(w, `${family}.${last}` as Word, key)
}
