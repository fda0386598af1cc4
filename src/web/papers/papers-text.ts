import { useText } from '#web/text/language.ts'
import { papersEn } from '#web/text/papers-en.ts'
import { papersZh } from '#web/text/papers-zh.ts'

export const usePapersText = () => useText(papersZh, papersEn)
