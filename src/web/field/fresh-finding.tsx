import type { CheckItem, Mode } from '#domain/standards.ts'
import type { Line } from './drafts.ts'
import { FixedOnSite } from './fixed-on-site.tsx'
import { ModeChoice } from './mode-choice.tsx'

type Props = { item: CheckItem; line: Line; mark: string; setLine: (how: (was: Line) => Line) => void }

/** What only the finder of a new hazard decides: that it was put right at once, or must be sooner than usual. */
export function FreshFinding({ item, line, mark, setLine }: Props) {
  const mode = line.mode ?? item.mode
  return (
    <>
      {mode === 'immediate' && (
        <FixedOnSite
          item={item}
          line={line}
          mark={mark}
          change={(how) => setLine((was) => ({ ...was, fixed: how(was.fixed) }))}
        />
      )}
      <ModeChoice item={item} mode={mode} choose={(next) => setLine((was) => withMode(was, next, item.mode))} />
    </>
  )
}

/** Only what is to be done at once can have been done on the spot. */
function withMode(was: Line, mode: Mode, own: Mode): Line {
  return { ...was, mode: mode === own ? null : mode, fixed: mode === 'immediate' ? was.fixed : [] }
}
