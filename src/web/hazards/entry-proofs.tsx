import { useState } from 'react'
import type { Evidence, Hazard } from '#domain/hazards.ts'
import { api } from '#web/paths.ts'
import { useWords, wordOr } from '#web/text/words.ts'
import { Enlarge } from '#web/ui/enlarge.tsx'
import type { TimelineEntry } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'
import { Proof } from './proof.tsx'

type Props = { entry: TimelineEntry; hazard: Hazard }

/** What a second look found, and proof that was handed in and sent back: the rest stands large beside "before". */
export function EntryProofs({ entry, hazard }: Props) {
  const t = useHazardsText()
  const w = useWords()
  const [at, setAt] = useState<number | null>(null)
  const proofs = shownHere(entry, hazard)
  if (proofs.length === 0) return null
  const event = wordOr(w, `event.${entry.type}`, entry.type)
  const labelled = proofs.map((proof, n) => ({
    proof,
    label: t(proof.kind === 'photo' ? 'photoOfEvent' : 'documentOfEvent', { event, n: n + 1 }),
  }))
  const photos = labelled.filter(({ proof }) => proof.kind === 'photo')
  const pictures = photos.map(({ proof, label }) => ({ url: api.file(proof.hash), label }))
  return (
    <div className="entry-proofs">
      {labelled.map((one) =>
        one.proof.kind === 'photo' ? (
          <button
            key={one.proof.hash}
            type="button"
            className="pair-photo"
            onClick={() => setAt(photos.findIndex((photo) => photo.proof.hash === one.proof.hash))}
          >
            <Proof {...one} />
          </button>
        ) : (
          <Proof key={one.proof.hash} {...one} />
        ),
      )}
      {at !== null && <Enlarge pictures={pictures} at={at} onMove={setAt} onClose={() => setAt(null)} />}
    </div>
  )
}

function shownHere({ data }: TimelineEntry, { after }: Hazard): readonly Evidence[] {
  const looked = (data.photos ?? []) as readonly Evidence[]
  const handedIn = (data.after ?? []) as readonly Evidence[]
  const sentBack = handedIn.some((proof) => !after.some((one) => one.hash === proof.hash))
  return [...looked, ...(sentBack ? handedIn : [])]
}
