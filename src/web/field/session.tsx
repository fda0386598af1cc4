import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { ApiProblem, get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { keep, kept } from './keep.ts'
import { LoginPage } from './login-page.tsx'
import { isUnreachable } from './online.ts'
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

export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery({
    queryKey: sessionKey,
    queryFn: readSession,
    networkMode: 'always',
  })
  if (error instanceof ApiProblem && error.code === 'session.required') return <LoginPage />
  if (data === undefined) {
    return (
      <main className="field field-login">
        {error === null ? <Loading /> : <Failed error={error} again={() => void refetch()} />}
      </main>
    )
  }
  if (data.post === null) return <NoPost session={data} />
  return <WorkerContext value={{ ...data, post: data.post }}>{children}</WorkerContext>
}
