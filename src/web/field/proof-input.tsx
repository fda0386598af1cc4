import { type ChangeEvent, useState } from 'react'
import { instant } from '#domain/calendar.ts'
import type { Evidence } from '#domain/hazards.ts'
import type { EvidenceKind } from '#domain/standards.ts'
import { serverNow } from '#web/api.ts'
import { useWords } from '#web/text/words.ts'
import { writtenTime } from '#web/ui/time.tsx'
import { FileTooLarge, keepFile } from './files.ts'
import { Icon, type IconName } from './icons.tsx'
import { UnreadablePhoto } from './photo.ts'
import { ProofThumb } from './proof-thumb.tsx'
import { type FieldWord, useFieldText } from './text.ts'
import { sendAhead } from './uploads.ts'

const accepts: Record<EvidenceKind, string> = {
  photo: 'image/*',
  video: 'video/*',
  document: 'application/pdf',
}
const icons: Record<EvidenceKind, IconName> = { photo: 'camera', video: 'video', document: 'document' }

export type ChangeProofs = (was: readonly Evidence[]) => readonly Evidence[]

type Props = {
  kind: EvidenceKind
  label: string
  /** Written into the photo, after the time. */
  mark: string
  proofs: readonly Evidence[]
  /** Not the first thing to do here. */
  quiet?: boolean
  /** Told how to change the list as it then is: scaling down takes a while, and others may add meanwhile. */
  change: (how: ChangeProofs) => void
}

/** Most files of one list, as the server takes them. */
const most = 12

/** Camera first: one big button; each picture is kept on the phone before anything else happens with it. */
export function ProofInput({ kind, label, mark, proofs, quiet = false, change }: Props) {
  const t = useFieldText()
  const w = useWords()
  const [busy, setBusy] = useState(0)
  const [fault, setFault] = useState<FieldWord | 'problem.file.too_large' | null>(null)
  const mine = proofs.filter((proof) => proof.kind === kind)

  const picked = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])].slice(0, most - proofs.length)
    event.target.value = ''
    setFault(null)
    setBusy(files.length)
    const added: Evidence[] = []
    for (const file of files) {
      try {
        added.push(await keepFile(file, kind, `${writtenTime(instant(serverNow()))}  ${mark}`))
      } catch (error) {
        setFault(faultOf(error))
      }
      setBusy((left) => left - 1)
    }
    setBusy(0)
    change((was) => [...was, ...added.filter((proof) => !was.some((one) => one.hash === proof.hash))])
    for (const proof of added) sendAhead(proof.hash)
  }

  return (
    <div className="proof">
      <label className={mine.length === 0 && !quiet ? 'shoot' : 'shoot shoot-more'}>
        <Icon name={icons[kind]} size={28} />
        <span>{label}</span>
        <input
          type="file"
          className="only-read"
          accept={accepts[kind]}
          capture={kind === 'document' ? undefined : 'environment'}
          multiple
          disabled={busy > 0 || proofs.length >= most}
          onChange={(event) => void picked(event)}
        />
      </label>
      {busy > 0 && <p role="status">{t('proof.keeping', { n: busy })}</p>}
      {fault !== null && (
        <p className="say say-bad" role="alert">
          {fault === 'problem.file.too_large' ? w(fault) : t(fault)}
        </p>
      )}
      {mine.length > 0 && (
        <ul className="thumbs plainlist">
          {mine.map((proof) => (
            <ProofThumb
              key={proof.hash}
              proof={proof}
              remove={() => change((was) => was.filter((one) => one.hash !== proof.hash))}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

/** Whatever else goes wrong here, the disk of the phone is the likeliest cause. */
function faultOf(error: unknown): FieldWord | 'problem.file.too_large' {
  if (error instanceof UnreadablePhoto) return error.isHeic ? 'proof.heic' : 'proof.unreadable'
  if (error instanceof FileTooLarge) return 'problem.file.too_large'
  return 'proof.notKept'
}
