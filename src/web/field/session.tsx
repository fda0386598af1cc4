import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { ApiProblem, get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { keep, kept } from './keep.ts'
import { LoginPage } from './login-page.tsx'
import { NoPost } from './post-choice.tsx'
import { sessionKey } from './session-key.ts'
import type { Session } from './shapes.ts'
import { Failed, Loading } from './states.tsx'

/** Somebody who holds a post: without one nothing can be done on the spot. */
export type Worker = Session & { post: NonNullable<Session['post']> }

const WorkerContext = createContext<Worker | null>(null)

export function useWorker(): Worker {
  const worker = useContext(WorkerContext)
  if (worker === null) throw new Error('useWorker outside of SessionGate')
  return worker
}

/** Without a signal the session last seen counts; the server still decides on everything that is sent. */
async function readSession(): Promise<Session> {
  try {
    const session = await get<Session>(api.session)
    await keep('lists', 'session', session)
    return session
  } catch (error) {
    const old = isUnreachable(error) ? await kept<Session>('lists', 'session') : undefined
    if (old === undefined) throw error
    return old
  }
}

/** No answer, or one from a gateway whose server is away: then what the phone remembers is the best there is. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiProblem && [0, 502, 503, 504].includes(error.status)
}

export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery({
    queryKey: sessionKey,
    queryFn: readSession,
    networkMode: 'always',
  })
  if (error instanceof ApiProblem && error.code === 'session.required') return <LoginPage />
  if (data === undefined)
    return error === null ? <Loading /> : <Failed error={error} again={() => void refetch()} />
  if (data.post === null) return <NoPost session={data} />
  return <WorkerContext value={{ ...data, post: data.post }}>{children}</WorkerContext>
}
