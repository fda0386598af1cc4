import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api.ts'

/** A refusal will be the same the second time; only what the network or a busy server broke is asked again. */
function worthAsking(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof ApiProblem && (error.status === 0 || error.status === 503)
}

/**
 * The first word of every query key is the noun that live changes refresh:
 * session, hazards, places, today, units, notices, reports, visits, phases, accounts, templates, public.
 * Without a network everything is asked all the same and fails at once: a spinner that waits says nothing.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: worthAsking, networkMode: 'always', staleTime: 15_000, refetchOnWindowFocus: true },
    mutations: { retry: false, networkMode: 'always' },
  },
})
