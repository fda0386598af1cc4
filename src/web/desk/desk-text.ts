import { deskEn } from '#web/text/desk-en.ts'
import { deskZh } from '#web/text/desk-zh.ts'
import { useText } from '#web/text/language.ts'

export const useDeskText = () => useText(deskZh, deskEn)
