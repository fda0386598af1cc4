import { useText } from '#web/text/language.ts'
import { phasesEn } from '#web/text/phases-en.ts'
import { phasesZh } from '#web/text/phases-zh.ts'

export const usePhasesText = () => useText(phasesZh, phasesEn)
