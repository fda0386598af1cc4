import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { post } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { OfflineWarning } from './app/this-phone.tsx'
import { empty, keep, kept } from './keep.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { forgetPack } from './pack/held.ts'
import { sessionKey } from './session-key.ts'
import type { Session } from './shapes.ts'
import { useFieldText } from './text.ts'

/** Signing in on the phone. What is kept for sending waits here untouched. */
export function LoginPage() {
  const t = useFieldText()
  const w = useWords()
  const queries = useQueryClient()
  const login = useMutation({
    mutationFn: (who: { login: string; password: string }) => post<Session>(api.session, who),
    networkMode: 'always',
    onSuccess: async (session) => {
      // What one person has read is not for the next; what was entered waits for its own.
      const before = await kept<Session>('lists', 'session')
      if (before?.account.id !== session.account.id) await Promise.all([empty('lists'), forgetPack()])
      await keep('lists', 'session', session)
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      queries.setQueryData(sessionKey, session)
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    login.mutate({ login: String(form.get('login')).trim(), password: String(form.get('password')) })
  }
  return (
    <main className="field field-login">
      <h1>{t('login.title')}</h1>
      <p className="quiet">{t('login.hint')}</p>
      <OfflineWarning />
      <form onSubmit={submit} className="stack">
        <label className="ask">
          {t('login.name')}
          <input name="login" autoComplete="username" autoCapitalize="off" required />
        </label>
        <label className="ask">
          {t('login.password')}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {login.error !== null && (
          <p className="say say-bad" role="alert">
            {errorSentence(w, login.error)}
          </p>
        )}
        <button type="submit" className="go" disabled={login.isPending}>
          {login.isPending ? t('login.waiting') : t('login.go')}
        </button>
      </form>
      <LanguageSwitch />
    </main>
  )
}
