import { useRef, useState } from 'react'
import { ReceiptPanel } from './receipt-panel.tsx'
import { useReceiptsText } from './receipts-text.ts'

type Props = { url: string; title: string; className?: string }

/** Where many lines each have a receipt: a button, and the paper over the page. Focus goes back by itself. */
export function ReceiptButton({ url, title, className = 'receipt-act' }: Props) {
  const t = useReceiptsText()
  const dialog = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)
  const show = () => {
    setOpen(true)
    dialog.current?.showModal()
  }
  return (
    <>
      <button type="button" className={className} onClick={show} aria-haspopup="dialog">
        {t('open')}
      </button>
      <dialog ref={dialog} className="receipt-dialog" aria-label={title} onClose={() => setOpen(false)}>
        <header>
          <h2>{title}</h2>
          <button type="button" className="receipt-act" onClick={() => dialog.current?.close()}>
            {t('close')}
          </button>
        </header>
        {open && <ReceiptPanel url={url} codeWithin={300} print />}
      </dialog>
    </>
  )
}
