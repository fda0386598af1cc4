import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useRef } from 'react'
import { postFile } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { usePapersText } from './papers-text.ts'

type Props = { form: string; title: string }

/** What was wrong with the last file stays beside the button until another one is chosen. */
export function TemplateUpload({ form, title }: Props) {
  const t = usePapersText()
  const w = useWords()
  const client = useQueryClient()
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const sending = useMutation({
    mutationFn: (file: File) => postFile<{ version: number }>(api.templateUpload(form), file),
    onSuccess: ({ version }) => {
      void message.success(t('uploaded', { title, n: version }), 6)
      void client.invalidateQueries({ queryKey: ['templates'] })
    },
  })
  return (
    <>
      <Button
        size="small"
        loading={sending.isPending}
        aria-label={t('uploadLong', { title })}
        onClick={() => input.current?.click()}
      >
        {t('upload')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".docx"
        data-upload={form}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          // The same file may be chosen again after it was corrected.
          event.target.value = ''
          if (file !== undefined) sending.mutate(file)
        }}
      />
      {sending.error !== null && <Alert type="error" title={errorSentence(w, sending.error)} />}
    </>
  )
}
