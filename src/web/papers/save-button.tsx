import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { getFile } from '#web/api.ts'
import { saveFile } from '#web/receipts/download.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'

type Props = { url: string; label: string; text: string; disabled?: boolean }

/** Fetched before it is saved, so that a refusal is a sentence and not a file. */
export function SaveButton({ url, label, text, disabled = false }: Props) {
  const w = useWords()
  const { message } = App.useApp()
  const saving = useMutation({
    mutationFn: () => getFile(url),
    onSuccess: ({ bytes, name }) => saveFile(bytes, name),
    onError: (error) => void message.error(errorSentence(w, error), 10),
  })
  return (
    <Button
      size="small"
      aria-label={label}
      disabled={disabled}
      loading={saving.isPending}
      onClick={() => saving.mutate()}
    >
      {text}
    </Button>
  )
}
