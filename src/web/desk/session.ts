import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect } from 'react'
import type { Action, Role, UnitKind } from '#domain/people.ts'
import { ApiProblem, del, get, post, put } from '#web/api.ts'
import { api } from '#web/paths.ts'

export type Session = {
  account: { id: string; displayName: string; login: string }
  post: {
    id: string
    role: Role
    unit: { id: string; name: string; kind: UnitKind; path: string }
    certificateNo: string | null
    line: string | null
  } | null
  posts: { id: string; role: Role; unitName: string }[]
  may: Action[]
  demo: boolean
  district: { code: string; name: string }
  serverTime: string
}

/** Null when nobody is logged in; other failures stay failures. */
export function useSessionQuery() {
  return useQuery({
    queryKey: ['session'],
    queryFn: () =>
      get<Session>(api.session).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 401) return null
        throw error
      }),
    staleTime: 5 * 60_000,
  })
}

const Context = createContext<Session | null>(null)
export const SessionProvider = Context.Provider

/** Whoever is logged in. Only inside the desk's layout. */
export function useSession(): Session {
  const session = useContext(Context)
  if (session === null) throw new Error('useSession outside of the layout')
  return session
}

export function useMay(action: Action): boolean {
  return useSession().may.includes(action)
}

/** Set when a session ended without its owner's doing, so that the login page can say so. */
const endedKey = ['session', 'ended']

export function useSessionEnded(): boolean {
  return useQueryClient().getQueryData(endedKey) === true
}

/** A new session or post sees other rows: everything older is forgotten. */
export function useEnter() {
  const client = useQueryClient()
  return (session: Session | null) => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
    client.removeQueries({ queryKey: endedKey })
    client.setQueryData(['session'], session)
  }
}

export function useLogIn() {
  const enter = useEnter()
  return useMutation({
    mutationFn: (who: { login: string; password: string }) => post<Session>(api.session, who),
    onSuccess: enter,
  })
}

/** A session that ended elsewhere leads to the login page, wherever one was. */
export function useSessionLoss(): void {
  const client = useQueryClient()
  useEffect(() => {
    const lost = (error: unknown) => {
      if (!(error instanceof ApiProblem) || error.code !== 'session.required') return
      client.setQueryData(endedKey, true)
      client.setQueryData(['session'], null)
    }
    const stops = [
      client.getQueryCache().subscribe(({ query }) => query.queryKey[0] !== 'session' && lost(query.state.error)),
      client.getMutationCache().subscribe(({ mutation }) => lost(mutation?.state.error)),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client])
}

export function useSwitchPost() {
  const enter = useEnter()
  return useMutation({
    mutationFn: (postId: string) => put<Session>(api.sessionPost, { postId }),
    onSuccess: enter,
  })
}

export function useLogOut() {
  const enter = useEnter()
  return useMutation({
    mutationFn: (everywhere: boolean) => del<null>(everywhere ? api.sessions : api.session),
    onSuccess: () => enter(null),
  })
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (change: { current: string; next: string }) => put<null>(api.password, change),
  })
}
