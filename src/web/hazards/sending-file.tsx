import { Button } from 'antd'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useHazardsText } from './hazards-text.ts'

export type Sending = { key: string; file: File; error: unknown }
type Props = { sending: Sending; onAgain: () => void; onForget: () => void }

/** A file on its way, or one that did not arrive and waits for another try. */
export function SendingFile({ sending: { file, error }, onAgain, onForget }: Props) {
  const t = useHazardsText()
  const w = useWords()
  if (error === null) {
    return (
      <p role="status" className="quiet">
        {t('uploading', { name: file.name })}
      </p>
    )
  }
  return (
    <p role="alert" className="sending-failed">
      <b className="clock-late">{t('uploadFailed', { name: file.name })}</b> {errorSentence(w, error)}
      <Button size="small" onClick={onAgain}>
        {t('uploadAgain')}
      </Button>
      <Button size="small" onClick={onForget}>
        {t('remove')}
      </Button>
    </p>
  )
}
