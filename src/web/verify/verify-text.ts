import { type Text, useText } from '#web/text/language.ts'
import { verifyEn } from '#web/text/verify-en.ts'
import { type VerifyKey, verifyZh } from '#web/text/verify-zh.ts'

export type VerifyText = Text<VerifyKey>

export const useVerifyText = (): VerifyText => useText<VerifyKey>(verifyZh, verifyEn)
