import { useText } from '#web/text/language.ts'
import { peopleEn } from '#web/text/people-en.ts'
import { peopleZh } from '#web/text/people-zh.ts'

export const usePeopleText = () => useText(peopleZh, peopleEn)
