import { instant } from '#domain/calendar.ts'
import type { Act } from '#domain/inspections.ts'
import { serverNow } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { useKept } from './kept-query.tsx'
import { sheetFrom } from './pack/answers.ts'
import { useFromPack } from './pack/use-from-pack.ts'
import type { Sheet } from './shapes.ts'

/** The sheet to walk at a place, and what is open there. */
export function useSheet(placeId: string, act: Act = 'safetyVisit') {
  const fromPack = useFromPack()
  return useKept<Sheet>(['places', placeId, 'sheet', act], api.placeSheet(placeId, act), {
    otherwise: fromPack((pack) => sheetFrom(pack, placeId, instant(serverNow()))),
  })
}
