import { useText } from '#web/text/language.ts'
import { visitsEn } from '#web/text/visits-en.ts'
import { visitsZh } from '#web/text/visits-zh.ts'

export const useVisitsText = () => useText(visitsZh, visitsEn)
