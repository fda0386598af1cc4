import { type RefObject, useEffect, useRef } from 'react'
import SignaturePad from 'signature_pad'
import { isBlank, type Stroke } from '#domain/signatures.ts'
import { fitting, scaled, strokesOf } from './signature-strokes.ts'

export type SignatureHandle = {
  strokes: () => Stroke[]
  /** PNG data URL, black on white, in CSS pixels: small enough to be sent with the command. */
  image: () => string
  clear: () => void
  undo: () => void
}

type Props = { hold: RefObject<SignatureHandle | null>; label: string; drawn: (blank: boolean) => void }

/** The sheet for the finger. What was drawn stays when the phone is turned. */
export function SignatureCanvas({ hold, label, drawn }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const tell = useRef(drawn)
  tell.current = drawn
  useEffect(() => {
    const sheet = canvas.current
    if (sheet === null) return
    const pad = new SignaturePad(sheet, { minWidth: 1.2, maxWidth: 3.4, penColor: '#000' })
    let by = 1
    const drawing = () => scaled(pad.toData(), 1 / by)
    const show = (groups: ReturnType<typeof drawing>) => {
      by = fitting(groups, sheet.clientWidth, sheet.clientHeight)
      pad.fromData(scaled(groups, by))
      tell.current(isBlank(strokesOf(groups)))
    }
    const fit = () => {
      const groups = drawing()
      const ratio = Math.max(1, window.devicePixelRatio)
      sheet.width = sheet.clientWidth * ratio
      sheet.height = sheet.clientHeight * ratio
      sheet.getContext('2d')?.scale(ratio, ratio)
      show(groups)
    }
    hold.current = {
      strokes: () => strokesOf(drawing()),
      image: () => imageOf(sheet),
      clear: () => show([]),
      undo: () => show(drawing().slice(0, -1)),
    }
    const observer = new ResizeObserver(fit)
    observer.observe(sheet)
    pad.addEventListener('endStroke', () => tell.current(isBlank(strokesOf(drawing()))))
    return () => {
      observer.disconnect()
      pad.off()
      hold.current = null
    }
  }, [hold])
  return <canvas ref={canvas} className="sheet" role="img" aria-label={label} />
}

function imageOf(sheet: HTMLCanvasElement): string {
  const copy = document.createElement('canvas')
  copy.width = sheet.clientWidth
  copy.height = sheet.clientHeight
  const drawing = copy.getContext('2d')
  if (drawing !== null) {
    drawing.fillStyle = '#fff'
    drawing.fillRect(0, 0, copy.width, copy.height)
    drawing.drawImage(sheet, 0, 0, copy.width, copy.height)
  }
  return copy.toDataURL('image/png')
}
