import type { PositionFault } from './position.ts'
import { useFieldText } from './text.ts'

/** Why there is no position, and what one can do about it. */
export function PositionTrouble({ fault }: { fault: PositionFault | null }) {
  const t = useFieldText()
  if (fault === null) return null
  return (
    <p className="say say-soon" role="alert">
      {t(`position.${fault}`)}
    </p>
  )
}
