import { fewestWitnesses } from '#domain/inspections.ts'
import type { Refusal } from './drafts.ts'
import { ProofInput } from './proof-input.tsx'
import { useFieldText } from './text.ts'

type Props = {
  refusal: Refusal
  change: (how: (was: Refusal) => Refusal) => void
  busy: boolean
  back: () => void
  go: () => void
}

/** 拒签: the party will not sign. Two witnesses, or a video, stand in for the signature. */
export function RefuseForm({ refusal, change, busy, back, go }: Props) {
  const t = useFieldText()
  const names = new Set(refusal.witnesses.map((name) => name.trim()).filter((name) => name.length > 1))
  const seen = refusal.video.length > 0 || names.size >= fewestWitnesses
  const ready = refusal.reason.trim().length >= 2 && seen
  const setWitness = (n: 0 | 1, name: string) =>
    change((was) => ({ ...was, witnesses: n === 0 ? [name, was.witnesses[1]] : [was.witnesses[0], name] }))
  return (
    <div className="stack refuse">
      <label className="ask">
        {t('refuse.reason')}
        <textarea
          rows={2}
          maxLength={500}
          value={refusal.reason}
          onChange={(event) => change((was) => ({ ...was, reason: event.target.value }))}
        />
      </label>
      {([0, 1] as const).map((n) => (
        <label key={n} className="ask">
          {t('refuse.witness', { n: n + 1 })}
          <input maxLength={40} value={refusal.witnesses[n]} onChange={(event) => setWitness(n, event.target.value)} />
        </label>
      ))}
      <ProofInput
        kind="video"
        quiet
        label={t('refuse.video')}
        mark=""
        proofs={refusal.video}
        change={(how) => change((was) => ({ ...was, video: how(was.video).slice(-1) }))}
      />
      {!ready && <p className="reason">{t('refuse.needs')}</p>}
      <div className="two">
        <button type="button" className="plain" onClick={back}>
          {t('refuse.back')}
        </button>
        <button type="button" className="go" disabled={!ready || busy} onClick={go}>
          {t('refuse.go')}
        </button>
      </div>
    </div>
  )
}
