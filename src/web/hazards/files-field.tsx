import { UploadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Evidence } from '#domain/hazards.ts'
import type { EvidenceKind } from '#domain/standards.ts'
import { newId, uploadFile } from '#web/api.ts'
import { useHazardsText } from './hazards-text.ts'
import { Proof } from './proof.tsx'
import { type Sending, SendingFile } from './sending-file.tsx'

type Props = {
  id?: string
  value?: readonly Evidence[]
  onChange?: (value: readonly Evidence[]) => void
  /** What the files show: the place after rectification, or as a second look found it. */
  side: 'after' | 'photos'
}

const accepted = 'image/jpeg,image/png,image/webp,video/mp4,video/webm,application/pdf'
const mostFiles = 12

/** Each file goes up as soon as it is chosen; what failed stays in the list and can be sent again. */
export function FilesField({ id, value = [], onChange, side }: Props) {
  const t = useHazardsText()
  const input = useRef<HTMLInputElement>(null)
  const kept = useRef(value)
  kept.current = value
  const [sending, setSending] = useState<Sending[]>([])
  const previews = usePreviews()
  const forget = (key: string) => setSending((before) => before.filter((one) => one.key !== key))

  const send = async (chosen: readonly Sending[]) => {
    for (const { key, file } of chosen) {
      try {
        const { hash, kind } = await uploadFile(file, kindOf(file))
        previews.set(hash, URL.createObjectURL(file))
        const others = kept.current.filter((one) => one.hash !== hash)
        kept.current = [...others, { hash, kind }].slice(0, mostFiles)
        onChange?.(kept.current)
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
        ref={input}
        id={id}
        className="only-read"
        type="file"
        multiple
        accept={accepted}
        tabIndex={-1}
        aria-label={t('upload')}
        onChange={(event) => {
          choose(event.target.files)
          event.target.value = ''
        }}
      />
      <Button icon={<UploadOutlined aria-hidden />} onClick={() => input.current?.click()}>
        {t('upload')}
      </Button>
      <ul className="files-list">
        {value.map((one, n) => (
          <li key={one.hash}>
            <Proof proof={one} url={previews.get(one.hash)} label={t('photoOf', { side: t(side), n: n + 1 })} />
            <Button size="small" onClick={() => onChange?.(value.filter((other) => other.hash !== one.hash))}>
              {t('remove')}
            </Button>
          </li>
        ))}
      </ul>
      {sending.map((one) => (
        <SendingFile key={one.key} sending={one} onAgain={() => void send([one])} onForget={() => forget(one.key)} />
      ))}
    </div>
  )
}

/** What was just chosen is shown from memory: the server shows a file only once a hazard names it. */
function usePreviews(): Map<string, string> {
  const previews = useRef(new Map<string, string>())
  useEffect(() => {
    const made = previews.current
    return () => {
      for (const url of made.values()) URL.revokeObjectURL(url)
    }
  }, [])
  return previews.current
}

function kindOf(file: File): EvidenceKind {
  if (file.type.startsWith('video/')) return 'video'
  return file.type === 'application/pdf' ? 'document' : 'photo'
}
