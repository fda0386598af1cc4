import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'

/** One change to units, accounts or posts: says what happened and reads them again. `quiet`: the form shows the error. */
export function usePeopleChange<V, R>(change: (value: V) => Promise<R>, said: string, quiet = false) {
  const w = useWords()
  const client = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      void message.success(said, 5)
      for (const noun of ['accounts', 'units']) void client.invalidateQueries({ queryKey: [noun] })
    },
    onError: (error) => {
      if (!quiet) void message.error(errorSentence(w, error), 6)
    },
  })
}
