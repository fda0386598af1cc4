import { hazardsEn } from '#web/text/hazards-en.ts'
import { hazardsZh } from '#web/text/hazards-zh.ts'
import { useText } from '#web/text/language.ts'

export const useHazardsText = () => useText(hazardsZh, hazardsEn)
