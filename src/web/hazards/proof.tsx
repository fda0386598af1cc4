import type { Evidence } from '#domain/hazards.ts'
import { api } from '#web/paths.ts'

type Props = { proof: Evidence; label: string; url?: string | undefined }

/** One photo, video or document, small. `url`: where it lies when not on the server. */
export function Proof({ proof, label, url = api.file(proof.hash) }: Props) {
  if (proof.kind === 'photo') return <img className="proof" src={url} alt={label} loading="lazy" />
  if (proof.kind === 'video') {
    // biome-ignore lint/a11y/useMediaCaption: evidence from the spot has no captions
    return <video className="proof" src={url} controls preload="metadata" aria-label={label} />
  }
  return (
    <a className="proof proof-document" href={url} target="_blank" rel="noreferrer">
      PDF · {label}
    </a>
  )
}
