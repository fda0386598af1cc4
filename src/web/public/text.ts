import { type Text, useText } from '#web/text/language.ts'
import { publicEn } from '#web/text/public-en.ts'
import { type PublicKey, publicZh } from '#web/text/public-zh.ts'

export type PublicText = Text<PublicKey>

export function usePublicText(): PublicText {
  return useText<PublicKey>(publicZh, publicEn)
}
