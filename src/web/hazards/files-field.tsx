import { Button } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#domain/hazards.ts'
import type { EvidenceKind } from '#domain/standards.ts'
import { newId, uploadFile } from '#web/api.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useHazardsText } from './hazards-text.ts'
import { Proof } from './proof.tsx'

type Props = { id?: string; value?: readonly Evidence[]; onChange?: (value: readonly Evidence[]) => void }
type Sending = { key: string; file: File; error: unknown }

const accepted = 'image/jpeg,image/png,image/webp,video/mp4,video/webm,application/pdf'
const mostFiles = 12

/** Each file goes up as soon as it is chosen; what failed stays in the list and can be sent again. */
export function FilesField({ id, value = [], onChange }: Props) {
  const t = useHazardsText()
  const w = useWords()
  const [sending, setSending] = useState<Sending[]>([])
  const forget = (key: string) => setSending((before) => before.filter((one) => one.key !== key))

  const send = async (chosen: { key: string; file: File }[]) => {
    let kept = [...value]
    for (const { key, file } of chosen) {
      try {
        const { hash, kind } = await uploadFile(file, kindOf(file))
        if (!kept.some((one) => one.hash === hash)) kept = [...kept, { hash, kind }].slice(0, mostFiles)
        onChange?.(kept)
        forget(key)
      } catch (error) {
        setSending((before) => before.map((one) => (one.key === key ? { ...one, error } : one)))
      }
    }
  }
  const choose = (files: FileList | null) => {
    const fresh = [...(files ?? [])].map((file) => ({ key: newId(), file, error: null }))
    setSending((before) => [...before, ...fresh])
    void send(fresh)
  }
  return (
    <div className="files">
      <input
        id={id}
        type="file"
        multiple
        accept={accepted}
        aria-label={t('upload')}
        onChange={(event) => {
          choose(event.target.files)
          event.target.value = ''
        }}
      />
      <ul className="files-list">
        {value.map((one, n) => (
          <li key={one.hash}>
            <Proof proof={one} label={t('photoOf', { side: t('after'), n: n + 1 })} />
            <Button size="small" onClick={() => onChange?.(value.filter((kept) => kept.hash !== one.hash))}>
              {t('remove')}
            </Button>
          </li>
        ))}
      </ul>
      {sending.map(({ key, file, error }) => (
        <p key={key} role="status" className={error === null ? 'quiet' : 'clock-late'}>
          {error === null ? t('uploading', { name: file.name }) : t('uploadFailed', { name: file.name })}
          {error !== null && (
            <>
              {' '}
              {errorSentence(w, error)}{' '}
              <Button size="small" onClick={() => void send([{ key, file }])}>
                {t('uploadAgain')}
              </Button>{' '}
              <Button size="small" onClick={() => forget(key)}>
                {t('remove')}
              </Button>
            </>
          )}
        </p>
      ))}
    </div>
  )
}

function kindOf(file: File): EvidenceKind {
  if (file.type.startsWith('video/')) return 'video'
  return file.type === 'application/pdf' ? 'document' : 'photo'
}
