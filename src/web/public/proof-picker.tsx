import { useRef } from 'react'
import type { EvidenceKind } from '#domain/standards.ts'
import { ProofRow } from './proof-row.tsx'
import { mostProofs, type Proofs } from './proofs.ts'
import { pickable } from './shrink.ts'
import { usePublicText } from './text.ts'

/** One kind of proof: what is asked, the button to add, and what was added. */
export function ProofPicker({ kind, needed, proofs }: { kind: EvidenceKind; needed: boolean; proofs: Proofs }) {
  const t = usePublicText()
  const input = useRef<HTMLInputElement>(null)
  const mine = proofs.list.filter((proof) => proof.kind === kind)
  const full = proofs.list.length >= mostProofs
  return (
    <fieldset className="public-picker">
      <legend>{t(needed ? `submit.need.${kind}` : `submit.add.${kind}`)}</legend>
      <p className="public-hint">{t(`submit.${kind}Hint`)}</p>
      {mine.length > 0 && (
        <ul className="public-proofs">
          {mine.map((proof, index) => (
            <ProofRow key={proof.key} proof={proof} name={t(`proof.${kind}`, { n: index + 1 })} proofs={proofs} />
          ))}
        </ul>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept={pickable[kind]}
        multiple={kind === 'photo'}
        onChange={(event) => {
          proofs.add([...(event.target.files ?? [])], kind)
          event.target.value = ''
        }}
      />
      <button type="button" className="public-secondary" disabled={full} onClick={() => input.current?.click()}>
        {t(`submit.add.${kind}`)}
      </button>
      {full && <p className="public-hint">{t('submit.moreProof', { most: mostProofs })}</p>}
    </fieldset>
  )
}
