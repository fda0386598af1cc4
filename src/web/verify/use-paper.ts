import { useCallback, useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import type { PublishedKeys } from '#domain/seals.ts'
import { type Paper, readFile, readPaper } from './read-paper.ts'

export type Origin = { by: 'file'; name: string } | { by: 'pasted' } | { by: 'code' }
export type Brought = { paper: Exclude<Paper, { kind: 'keys' }>; origin: Origin }
export type Keys = { keys: PublishedKeys; origin: Exclude<Origin, { by: 'code' }> }

/** What lies on the table: the receipt that was brought, and keys from elsewhere. One drop takes both. */
export function usePaper() {
  const { hash } = useLocation()
  const [brought, setBrought] = useState<Brought | null>(() => fromHash(hash))
  const [keys, setKeys] = useState<Keys | null>(null)
  useEffect(() => setBrought((was) => fromHash(hash) ?? (was?.origin.by === 'code' ? null : was)), [hash])

  const take = useCallback((paper: Paper, origin: Keys['origin']) => {
    if (paper.kind === 'keys') setKeys({ keys: paper.keys, origin })
    else setBrought({ paper, origin })
  }, [])
  return {
    brought,
    keys,
    setKeys,
    takeFile: async (file: File) => take(await readFile(file), { by: 'file', name: file.name }),
    takeText: (text: string) => take(readPaper(text), { by: 'pasted' }),
    clear: () => setBrought(null),
  }
}

function fromHash(hash: string): Brought | null {
  if (hash.length < 2) return null
  const paper = readPaper(hash)
  return { paper: paper.kind === 'keys' ? { kind: 'bad', trouble: 'notReceipt' } : paper, origin: { by: 'code' } }
}
