import { useMutation, useQueryClient } from '@tanstack/react-query'
import { put } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { keep } from './keep.ts'
import { sessionKey } from './session-key.ts'
import type { Session } from './shapes.ts'
import { useFieldText } from './text.ts'

/** One person may hold several posts; every act is done under exactly one. */
export function PostChoice({ session }: { session: Session }) {
  const t = useFieldText()
  const w = useWords()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (postId: string) => put<Session>(api.sessionPost, { postId }),
    networkMode: 'always',
    onSuccess: async (changed) => {
      await keep('lists', 'session', changed)
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      queries.setQueryData(sessionKey, changed)
    },
  })
  return (
    <div className="stack">
      {session.posts.map((one) => (
        <button
          key={one.id}
          type="button"
          className="plain wide"
          aria-pressed={one.id === session.post?.id}
          disabled={change.isPending}
          onClick={() => one.id !== session.post?.id && change.mutate(one.id)}
        >
          {one.unitName} · {w(`role.${one.role}`)}
          {one.id === session.post?.id && <span className="quiet"> {t('me.postNow')}</span>}
        </button>
      ))}
      {change.error !== null && (
        <p className="say say-bad" role="alert">
          {errorSentence(w, change.error)}
        </p>
      )}
    </div>
  )
}

export function NoPost({ session }: { session: Session }) {
  const t = useFieldText()
  const w = useWords()
  return (
    <main className="field field-login">
      <h1>{t('noPost.title')}</h1>
      <p>{session.posts.length > 0 ? t('noPost.choose') : w('problem.session.no_post')}</p>
      <PostChoice session={session} />
    </main>
  )
}
