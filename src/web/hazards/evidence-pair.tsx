import { useState } from 'react'
import { type Evidence, owesProof } from '#domain/hazards.ts'
import { api } from '#web/paths.ts'
import { Enlarge, type Picture } from '#web/ui/enlarge.tsx'
import type { HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'
import { Proof } from './proof.tsx'

/** Before beside after: whether it is fixed should be seen, not read. */
export function EvidencePair({ file }: { file: HazardFile }) {
  const t = useHazardsText()
  const [at, setAt] = useState<number | null>(null)
  const { before, after, status } = file.hazard
  const sides = [
    { word: t('before'), none: t('beforeNone'), proofs: before, old: false },
    { word: t('after'), none: t('afterNone'), proofs: after, old: owesProof(status) },
  ]
  const pictures: Picture[] = sides.flatMap(({ word, proofs }) =>
    photosOf(proofs).map((proof, n) => ({ url: api.file(proof.hash), label: t('photoOf', { side: word, n: n + 1 }) })),
  )
  const open = (proof: Evidence) => setAt(pictures.findIndex((picture) => picture.url === api.file(proof.hash)))
  return (
    <section className="panel">
      <h2>{t('evidenceTitle')}</h2>
      <div className="pair">
        {sides.map(({ word, none, proofs, old }) => (
          <div key={word} className="pair-side">
            <h3>
              {word} {old && proofs.length > 0 && <span className="badge badge-late">{t('sentBack')}</span>}
            </h3>
            {proofs.length === 0 && <p className="pair-none">{none}</p>}
            {proofs.map((proof, n) => {
              const label = t(proof.kind === 'photo' ? 'photoOf' : 'document', { side: word, n: n + 1 })
              if (proof.kind !== 'photo') return <Proof key={proof.hash} proof={proof} label={label} />
              return (
                <button key={proof.hash} type="button" className="pair-photo" onClick={() => open(proof)}>
                  <Proof proof={proof} label={label} />
                </button>
              )
            })}
          </div>
        ))}
      </div>
      {at !== null && at >= 0 && <Enlarge pictures={pictures} at={at} onMove={setAt} onClose={() => setAt(null)} />}
    </section>
  )
}

const photosOf = (proofs: readonly Evidence[]) => proofs.filter((proof) => proof.kind === 'photo')
