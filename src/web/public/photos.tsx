import { useRef, useState } from 'react'
import type { Evidence } from '#domain/hazards.ts'
import { api } from '#web/paths.ts'
import { usePublicText } from './text.ts'

export type PhotosProps = { token: string; set: string; files: readonly Evidence[] }

/** Proof as pictures; a tap shows one over the whole screen. Videos and papers are links. */
export function Photos({ token, set, files }: PhotosProps) {
  const t = usePublicText()
  const dialog = useRef<HTMLDialogElement>(null)
  const [large, setLarge] = useState<{ src: string; alt: string } | null>(null)
  if (files.length === 0) return null
  const show = (src: string, alt: string) => {
    setLarge({ src, alt })
    dialog.current?.showModal()
  }
  return (
    <section className="public-photos">
      <h2>{set}</h2>
      <ul>
        {files.map(({ hash, kind }, index) => {
          const src = api.publicFile(token, hash)
          const alt = t('photos.one', { set, n: index + 1 })
          return (
            <li key={hash} className={`public-file-${kind}`}>
              {kind === 'photo' ? (
                <Photo src={src} alt={alt} show={show} />
              ) : (
                <a href={src} target="_blank" rel="noreferrer">
                  {t(`photos.${kind}`, { n: index + 1 })}
                </a>
              )}
            </li>
          )
        })}
      </ul>
      <dialog ref={dialog} className="public-large" aria-label={large?.alt}>
        {large !== null && <img src={large.src} alt={large.alt} />}
        <button type="button" className="public-secondary" onClick={() => dialog.current?.close()}>
          {t('photos.close')}
        </button>
      </dialog>
    </section>
  )
}

function Photo({ src, alt, show }: { src: string; alt: string; show: (src: string, alt: string) => void }) {
  const t = usePublicText()
  const [lost, setLost] = useState(false)
  if (lost) return <p className="public-photo-lost">{t('photos.lost')}</p>
  return (
    <button type="button" className="public-photo" onClick={() => show(src, alt)}>
      <img src={src} alt={alt} loading="lazy" onError={() => setLost(true)} />
      <span className="only-read">{t('photos.enlarge')}</span>
    </button>
  )
}
