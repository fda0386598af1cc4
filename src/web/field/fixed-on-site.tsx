import { useState } from 'react'
import { missingEvidence } from '#domain/hazards.ts'
import type { CheckItem } from '#domain/standards.ts'
import { useWords } from '#web/text/words.ts'
import { type Line, showsTheSame } from './drafts.ts'
import { type ChangeProofs, ProofInput } from './proof-input.tsx'
import { useFieldText } from './text.ts'

type Props = { item: CheckItem; line: Line; mark: string; change: (how: ChangeProofs) => void }

/** 当场整改: put right before leaving, shown by pictures afterwards. Closed only when the party has signed. */
export function FixedOnSite({ item, line, mark, change }: Props) {
  const t = useFieldText()
  const w = useWords()
  const [open, setOpen] = useState(line.fixed.length > 0)
  if (!open) {
    return (
      <button type="button" className="plain wide" onClick={() => setOpen(true)}>
        {t('item.fixedOnSite')}
      </button>
    )
  }
  const missing = line.fixed.length === 0 ? [] : missingEvidence(item, line.fixed)
  const kinds = item.evidenceKinds.length === 0 ? (['photo'] as const) : item.evidenceKinds
  return (
    <fieldset className="stack after">
      <legend>{t('item.fixedOnSite')}</legend>
      {kinds.map((kind) => (
        <ProofInput
          key={kind}
          kind={kind}
          label={t('item.after', { kind: w(`evidenceKind.${kind}`) })}
          mark={mark}
          proofs={line.fixed}
          change={change}
        />
      ))}
      {showsTheSame(line) && <p className="say say-soon">{t('item.afterSame')}</p>}
      {missing.length > 0 && (
        <p className="say say-soon">
          {t('item.afterMissing', { kinds: missing.map((kind) => w(`evidenceKind.${kind}`)).join('、') })}
        </p>
      )}
      <button
        type="button"
        className="plain"
        onClick={() => {
          change(() => [])
          setOpen(false)
        }}
      >
        {t('item.notFixed')}
      </button>
    </fieldset>
  )
}
