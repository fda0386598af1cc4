import { type Words, wordOr } from '#web/text/words.ts'

/** "party", or "role:villageCadre@/330109/113/245/"; anything else stands as it is. */
export function recipientWord(w: Words, recipient: string): string {
  const role = /^role:(\w+)@/.exec(recipient)?.[1] ?? recipient
  return wordOr(w, `role.${role}`, recipient)
}
