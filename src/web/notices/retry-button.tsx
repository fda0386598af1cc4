import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { newCommand, perform } from '#web/api.ts'
import { useMay } from '#web/desk/session.ts'
import type { HazardNotice } from '#web/hazards/answers.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useNoticesText } from './notices-text.ts'

/** Only where something failed, and only for those who may. */
export function RetryButton({ notice }: { notice: Pick<HazardNotice, 'id' | 'state'> }) {
  const t = useNoticesText()
  const w = useWords()
  const may = useMay('notice.retry')
  const client = useQueryClient()
  const { message } = App.useApp()
  const retry = useMutation({
    mutationFn: () => perform(newCommand('notice.retry', notice.id, {})),
    onSuccess: () => {
      void message.success(t('retried'))
      for (const noun of ['notices', 'hazards']) void client.invalidateQueries({ queryKey: [noun] })
    },
    onError: (error) => void message.error(errorSentence(w, error), 6),
  })
  if (!may || (notice.state !== 'failed' && notice.state !== 'dead')) return null
  return (
    <Button size="small" loading={retry.isPending} onClick={() => retry.mutate()}>
      {t('retry')}
    </Button>
  )
}
