import { useEffect, useState } from 'react'
import type { Evidence } from '#domain/hazards.ts'
import { useWords } from '#web/text/words.ts'
import { findFile } from './files.ts'
import { Icon } from './icons.tsx'
import { useFieldText } from './text.ts'
import { sendAhead, uploads } from './uploads.ts'
import { useWatched } from './watched.ts'

/** One proof as kept on this phone, and how far it has come. */
export function ProofThumb({ proof, remove }: { proof: Evidence; remove: () => void }) {
  const t = useFieldText()
  const w = useWords()
  const state = useWatched(uploads).get(proof.hash)
  const { url, sent } = useKeptFile(proof.hash, state)
  const word = state === 'sending' ? t('proof.sending') : sent ? t('proof.sent') : t('proof.onPhone')
  return (
    <li className="thumb">
      {proof.kind === 'photo' && url !== null && <img src={url} alt={w('evidenceKind.photo')} />}
      {proof.kind === 'video' && url !== null && <video src={url} muted playsInline preload="metadata" />}
      {proof.kind === 'document' && <Icon name="document" size={40} />}
      {state === 'failed' && !sent ? (
        <button type="button" className="thumb-state thumb-failed" onClick={() => sendAhead(proof.hash)}>
          {t('proof.retry')}
        </button>
      ) : (
        <span className="thumb-state" role="status">
          {word}
        </span>
      )}
      <button type="button" className="thumb-remove" aria-label={t('proof.remove')} onClick={remove}>
        <Icon name="remove" size={22} />
      </button>
    </li>
  )
}

/** `state` is asked only to look again when an upload ends. */
function useKeptFile(hash: string, state: string | undefined): { url: string | null; sent: boolean } {
  const [url, setUrl] = useState<string | null>(null)
  const [sent, setSent] = useState(false)
  useEffect(() => {
    let made: string | null = null
    let gone = false
    void findFile(hash).then((file) => {
      if (file === undefined || gone) return
      made = URL.createObjectURL(file.blob)
      setUrl(made)
    })
    return () => {
      gone = true
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [hash])
  useEffect(() => {
    if (state === undefined) void findFile(hash).then((file) => setSent(file?.sentAs != null))
  }, [hash, state])
  return { url, sent }
}
