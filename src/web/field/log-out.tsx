import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { del } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { empty } from './keep.ts'
import { forgetPack } from './pack/held.ts'
import { useFieldText } from './text.ts'

/** Leaves nothing that was read on the phone. What is unsent stays, and waits for the same person. */
export function LogOut({ unsent }: { unsent: number }) {
  const t = useFieldText()
  const w = useWords()
  const queries = useQueryClient()
  const [asked, setAsked] = useState(false)
  const sure = asked || unsent === 0
  const out = useMutation({
    mutationFn: () => del<void>(api.session),
    networkMode: 'always',
    onSuccess: async () => {
      await Promise.all([empty('lists'), forgetPack()])
      await queries.resetQueries()
    },
  })
  return (
    <div className="stack">
      {unsent > 0 && <p className="say say-soon">{t('me.logOutUnsent', { n: unsent })}</p>}
      <button
        type="button"
        className="plain danger"
        disabled={out.isPending}
        onClick={() => (sure ? out.mutate() : setAsked(true))}
      >
        {t(sure ? 'me.logOut' : 'me.logOutFirst')}
      </button>
      {out.error !== null && (
        <p className="say say-bad" role="alert">
          {errorSentence(w, out.error)}
        </p>
      )}
    </div>
  )
}
