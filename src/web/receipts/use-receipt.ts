import { useQuery } from '@tanstack/react-query'
import { type Receipt, readReceipt } from '#domain/receipts-shape.ts'
import { ApiProblem, get } from '#web/api.ts'

/**
 * A seal follows within a second, and the first question comes soon after. Where nothing is sealed for long, as without a
 * signing key, it is asked ever more rarely: a link may be asked thirty times a minute, and the owner has more to do with it.
 */
const againMs = (asked: number) => Math.min(60_000, 500 * 2 ** asked)

export function isAwaited(error: Error | null): boolean {
  return error instanceof ApiProblem && error.code === 'receipt.not_sealed'
}

export async function findReceipt(url: string, signal?: AbortSignal): Promise<Receipt> {
  const receipt = readReceipt(await get<unknown>(url, signal))
  if (receipt === null) throw new ApiProblem('server.failed', 500)
  return receipt
}

/** The receipt behind an address. A sealed event never changes: once there, it is not asked for again. */
export function useReceipt(url: string) {
  return useQuery({
    queryKey: ['receipts', url],
    queryFn: ({ signal }) => findReceipt(url, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: (query) => (isAwaited(query.state.error) ? againMs(query.state.errorUpdateCount) : false),
  })
}
