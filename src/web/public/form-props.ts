import type { PublicNotice } from './notice.ts'
import type { Send } from './send.ts'
import type { Verb } from './step.ts'

export type FormProps = {
  notice: PublicNotice
  send: Send
  back: () => void
  /** The command was accepted: thank, and look again. */
  finish: (verb: Verb) => Promise<void>
}
