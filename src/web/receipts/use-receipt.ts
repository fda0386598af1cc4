import { useQuery } from '@tanstack/react-query'
import { type Receipt, readReceipt } from '#domain/receipts-shape.ts'
import { ApiProblem, get } from '#web/api.ts'

/** So often is asked again while the seal is awaited. */
const againMs = 1000

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
    refetchInterval: (query) => (isAwaited(query.state.error) ? againMs : false),
  })
}
