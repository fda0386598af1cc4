import type { ReactNode } from 'react'
import type { Position } from '#domain/places.ts'
import { PositionTrouble } from './position-trouble.tsx'
import { useFieldText } from './text.ts'
import { usePosition } from './use-position.ts'

type Props = { here: Position | null; change: (here: Position | null) => void; children: ReactNode }

/** Asks for the position with the tap that wants it, never before; tapped again, the list is by name once more. */
export function NearbySwitch({ here, change, children }: Props) {
  const t = useFieldText()
  const { ask, asking, fault } = usePosition()
  return (
    <>
      <div className="two">
        <button
          type="button"
          className="plain"
          aria-pressed={here !== null}
          disabled={asking}
          onClick={() => (here === null ? void ask(change) : change(null))}
        >
          {t(asking ? 'position.asking' : 'near.switch')}
        </button>
        {children}
      </div>
      <PositionTrouble fault={fault} />
    </>
  )
}
