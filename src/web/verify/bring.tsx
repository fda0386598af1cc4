import { type DragEvent, type FormEvent, useId, useState } from 'react'
import { FilePicker } from './file-picker.tsx'
import { useVerifyText } from './verify-text.ts'

type Props = { takeFile: (file: File) => Promise<void>; takeText: (text: string) => void }

/** The three ways in: a file, pasted text, or the code that leads here by itself. */
export function Bring({ takeFile, takeText }: Props) {
  const t = useVerifyText()
  const { over, handlers } = useDrop(takeFile)
  return (
    <section className="verify-bring">
      <h1 tabIndex={-1}>{t('title')}</h1>
      <p>{t('lead')}</p>
      <div className={over ? 'verify-drop verify-drop-over' : 'verify-drop'} {...handlers}>
        <p className="verify-drop-hint">{t('in.drop')}</p>
        <FilePicker label={t('in.choose')} className="public-primary" take={takeFile} />
      </div>
      <Paste label={t('in.paste')} go={t('in.check')} empty={t('in.empty')} take={takeText} />
      <p className="public-hint">{t('in.code')}</p>
    </section>
  )
}

type PasteProps = { label: string; go: string; empty: string; take: (text: string) => void }

export function Paste({ label, go, empty, take }: PasteProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [blank, setBlank] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setBlank(text.trim() === '')
    if (text.trim() !== '') take(text)
  }
  return (
    <form className="public-field verify-paste" onSubmit={submit}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        value={text}
        aria-invalid={blank}
        aria-describedby={`${id}-problem`}
        onChange={(event) => setText(event.target.value)}
      />
      <p id={`${id}-problem`} className="public-problem" role="alert">
        {blank ? empty : ''}
      </p>
      <button type="submit" className="public-secondary">
        {go}
      </button>
    </form>
  )
}

function useDrop(take: (file: File) => Promise<void>) {
  const [over, setOver] = useState(false)
  const hold = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return {
    over,
    handlers: {
      onDragOver: hold,
      onDragEnter: hold,
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        event.preventDefault()
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (file !== undefined) void take(file)
      },
    },
  }
}
