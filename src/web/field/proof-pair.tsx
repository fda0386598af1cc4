import type { Evidence } from '#domain/hazards.ts'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { useFieldText } from './text.ts'

/** Before and after, beside each other. */
export function ProofPair({ before, after }: { before: readonly Evidence[]; after: readonly Evidence[] }) {
  const t = useFieldText()
  return (
    <div className="pair">
      <ProofList title={t('reinspect.before')} proofs={before} />
      <ProofList title={t('reinspect.after')} proofs={after} />
    </div>
  )
}

function ProofList({ title, proofs }: { title: string; proofs: readonly Evidence[] }) {
  const t = useFieldText()
  const w = useWords()
  return (
    <section>
      <h2>{title}</h2>
      {proofs.length === 0 && <p className="quiet">{t('reinspect.noProof')}</p>}
      {proofs.map((proof) => (
        <a key={proof.hash} href={api.file(proof.hash)} target="_blank" rel="noreferrer">
          {proof.kind === 'photo' ? (
            <img src={api.file(proof.hash)} alt={`${title} ${w('evidenceKind.photo')}`} loading="lazy" />
          ) : (
            w(`evidenceKind.${proof.kind}`)
          )}
        </a>
      ))}
    </section>
  )
}
