import { insightEn } from '#web/text/insight-en.ts'
import { insightZh } from '#web/text/insight-zh.ts'
import { useText } from '#web/text/language.ts'

export const useInsightText = () => useText(insightZh, insightEn)
export const isInsightKey = (key: string): key is keyof typeof insightZh => Object.hasOwn(insightZh, key)
