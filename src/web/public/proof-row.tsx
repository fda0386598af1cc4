import { useState } from 'react'
import { ApiProblem } from '#web/api.ts'
import { useWords } from '#web/text/words.ts'
import type { Proof, Proofs } from './proofs.ts'
import { whyNot } from './reasons.ts'
import { Unfit } from './shrink.ts'
import { usePublicText } from './text.ts'

/** One file: picture, how far it is, and what to do when it failed. */
export function ProofRow({ proof, name, proofs }: { proof: Proof; name: string; proofs: Proofs }) {
  const t = usePublicText()
  const [seen, setSeen] = useState(true)
  return (
    <li className={`public-proof public-proof-${proof.state}`}>
      {proof.preview !== null && seen ? (
        <img src={proof.preview} alt="" onError={() => setSeen(false)} />
      ) : (
        <span className="public-proof-blank" aria-hidden="true" />
      )}
      <div className="public-proof-words">
        <p>{name}</p>
        <ProofState proof={proof} />
        {proof.state === 'sending' && <progress max={100} value={proof.percent} aria-label={name} />}
      </div>
      <div className="public-proof-acts">
        {proof.state === 'failed' && proof.problem instanceof ApiProblem && (
          <button type="button" className="public-small-button" onClick={() => proofs.retry(proof.key)}>
            {t('proof.retry', { name })}
          </button>
        )}
        <button type="button" className="public-small-button" onClick={() => proofs.remove(proof.key)}>
          {t('proof.remove', { name })}
        </button>
      </div>
    </li>
  )
}

function ProofState({ proof }: { proof: Proof }) {
  const t = usePublicText()
  const w = useWords()
  const { state, percent, problem } = proof
  if (state !== 'failed' || problem === null) {
    const key = state === 'failed' ? 'waiting' : state
    return <p className="public-proof-state">{t(`proof.${key}`, { percent })}</p>
  }
  const why =
    problem instanceof Unfit
      ? t(problem.key, problem.values)
      : problem.status === 0
        ? t('proof.network')
        : whyNot(problem, t, w)
  return (
    <p className="public-problem" role="alert">
      {t('proof.failed', { why })}
    </p>
  )
}
