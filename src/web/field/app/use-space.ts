import { useQuery } from '@tanstack/react-query'

/** Bytes in use and free for this app, and whether the browser has promised not to clear them; null: it does not say. */
export type Space = { used: number | null; free: number | null; stays: boolean | null }

export function useSpace(): Space | undefined {
  return useQuery({ queryKey: ['this-phone', 'space'], queryFn: readSpace, networkMode: 'always', staleTime: 10_000 })
    .data
}

async function readSpace(): Promise<Space> {
  const { storage } = navigator
  const estimate = await storage?.estimate?.().catch(() => undefined)
  const stays = await storage?.persisted?.().catch(() => undefined)
  const { usage, quota } = estimate ?? {}
  return {
    used: usage ?? null,
    free: usage === undefined || quota === undefined ? null : Math.max(0, quota - usage),
    stays: stays ?? null,
  }
}
