import { useText } from '#web/text/language.ts'
import { noticesEn } from '#web/text/notices-en.ts'
import { noticesZh } from '#web/text/notices-zh.ts'

export const useNoticesText = () => useText(noticesZh, noticesEn)
