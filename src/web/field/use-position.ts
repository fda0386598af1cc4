import { useState } from 'react'
import type { Position } from '#domain/places.ts'
import { askPosition, type PositionFault } from './position.ts'

/** Long enough for somebody to answer the browser's question and for the satellites after that. */
const asked = { patienceMs: 20_000, precise: true, notOlderMs: 30_000 }

/** Asks where the phone is, only when somebody has tapped for it. */
export function usePosition() {
  const [asking, setAsking] = useState(false)
  const [fault, setFault] = useState<PositionFault | null>(null)
  const ask = async (found: (position: Position) => void) => {
    setAsking(true)
    setFault(null)
    const answer = await askPosition(asked)
    setAsking(false)
    if (typeof answer === 'string') setFault(answer)
    else found(answer)
  }
  return { ask, asking, fault }
}
