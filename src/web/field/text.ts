import { fieldEn } from '#web/text/field-en.ts'
import { fieldZh } from '#web/text/field-zh.ts'
import { type Text, useText } from '#web/text/language.ts'

export type FieldWord = keyof typeof fieldZh
export type FieldText = Text<FieldWord>

/** The words of the phone. */
export function useFieldText(): FieldText {
  return useText<FieldWord>(fieldZh, fieldEn)
}
