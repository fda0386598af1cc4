import { useId } from 'react'
import type { PublicKey } from '#web/text/public-zh.ts'
import { useWords } from '#web/text/words.ts'
import type { PublicNotice } from './notice.ts'
import { whyNot } from './reasons.ts'
import { type Verb, verbs } from './step.ts'
import { usePublicText } from './text.ts'

export type ActBarProps = { notice: PublicNotice; open: (verb: Verb) => void }

/** The three things an owner may do. What the rules forbid just now stays in sight and says why. */
export function ActBar({ notice, open }: ActBarProps) {
  return (
    <div className="public-acts">
      {(Object.keys(verbs) as Verb[]).map((verb) => (
        <Act key={verb} verb={verb} notice={notice} open={open} />
      ))}
    </div>
  )
}

function Act({ verb, notice, open }: ActBarProps & { verb: Verb }) {
  const t = usePublicText()
  const w = useWords()
  const hint = useId()
  const found = notice.actions.find(({ action }) => action === verbs[verb])
  if (found === undefined) return null
  const possible = found.problem === null
  const primary = verb === 'submit' && possible
  return (
    <div className={primary ? 'public-act public-act-first' : 'public-act'}>
      <button
        type="button"
        className={primary ? 'public-primary' : 'public-secondary'}
        disabled={!possible}
        aria-describedby={hint}
        onClick={() => open(verb)}
      >
        {t(`act.${verb}`)}
      </button>
      <p id={hint} className="public-hint">
        {found.problem === null ? t(`act.${verb}Hint` satisfies PublicKey) : whyNot(found.problem, t, w)}
      </p>
    </div>
  )
}
