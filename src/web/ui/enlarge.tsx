import { useEffect, useRef } from 'react'
import { useText } from '#web/text/language.ts'
import { uiEn } from '#web/text/ui-en.ts'
import { uiZh } from '#web/text/ui-zh.ts'
import './enlarge.css'

export type Picture = { url: string; label: string }
type Props = { pictures: readonly Picture[]; at: number; onMove: (at: number) => void; onClose: () => void }

/** Photos at full size, one after another; arrows and Escape work. */
export function Enlarge({ pictures, at, onMove, onClose }: Props) {
  const t = useText(uiZh, uiEn)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const picture = pictures[at]
  const move = (by: number) => onMove((at + by + pictures.length) % pictures.length)
  if (picture === undefined) return null
  return (
    <dialog
      ref={dialog}
      className="enlarge"
      aria-label={picture.label}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') move(1)
        if (event.key === 'ArrowLeft') move(-1)
      }}
    >
      <img src={picture.url} alt={picture.label} />
      <footer>
        <span>
          {picture.label} ({at + 1}/{pictures.length})
        </span>
        {pictures.length > 1 && (
          <>
            <button type="button" onClick={() => move(-1)}>
              {t('previous')}
            </button>
            <button type="button" onClick={() => move(1)}>
              {t('next')}
            </button>
          </>
        )}
        <button type="button" onClick={() => dialog.current?.close()}>
          {t('close')}
        </button>
      </footer>
    </dialog>
  )
}
