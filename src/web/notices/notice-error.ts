import type { Text } from '#web/text/language.ts'
import { noticesZh } from '#web/text/notices-zh.ts'

type Key = keyof typeof noticesZh

/** Why a notice did not arrive; a word of the gateway's own stands as it is. */
export function noticeError(error: string, t: Text<Key>): string {
  if (error.startsWith('http_')) return t('error.http', { code: error.slice('http_'.length) })
  const key = `error.${error}`
  return Object.hasOwn(noticesZh, key) ? t(key as Key) : error
}
