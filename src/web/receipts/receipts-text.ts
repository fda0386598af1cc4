import { useText } from '#web/text/language.ts'
import { receiptsEn } from '#web/text/receipts-en.ts'
import { receiptsZh } from '#web/text/receipts-zh.ts'

export const useReceiptsText = () => useText(receiptsZh, receiptsEn)
