import { type RefObject, useRef, useState } from 'react'
import type { Evidence } from '#domain/hazards.ts'
import type { EvidenceKind } from '#domain/standards.ts'
import { ApiProblem } from '#web/api.ts'
import { useDraft } from './draft.ts'
import { readyToSend, Unfit } from './shrink.ts'
import { uploadProof } from './upload.ts'

export type Proof = {
  key: string
  kind: EvidenceKind
  state: 'preparing' | 'waiting' | 'sending' | 'done' | 'failed'
  /** How much has left the phone, 0 … 100. */
  percent: number
  /** Known once the server holds it. */
  hash: string | null
  /** A blob address of this tab, for photos. */
  preview: string | null
  problem: ApiProblem | Unfit | null
}

export type Proofs = {
  list: readonly Proof[]
  add: (files: readonly File[], kind: EvidenceKind) => void
  retry: (key: string) => void
  retryAll: () => void
  remove: (key: string) => void
  clear: () => void
}

/** As many as one command carries (`Proofs` in domain/shapes.ts). */
export const mostProofs = 12

const none: readonly Evidence[] = []
type Source = { file: File; stop: AbortController }

/**
 * The files of one submission: made ready, sent one after another, each with its own progress and its own retry.
 * What has arrived is remembered by its hash, so a reload of the tab loses at most what was still on its way.
 */
export function useProofs(
  token: string,
  hazardId: string,
  code: RefObject<string | null>,
  onProblem: (error: unknown) => void,
): Proofs {
  const [arrived, keepArrived, forgetArrived] = useDraft<readonly Evidence[]>(`${hazardId}.proofs`, none)
  const [list, setList] = useState<readonly Proof[]>(() => arrived.map(restored))
  const latest = useRef(list)
  const sources = useRef(new Map<string, Source>())
  const line = useRef(Promise.resolve())

  const change = (next: readonly Proof[]) => {
    latest.current = next
    setList(next)
    keepArrived(next.flatMap(({ hash, kind }) => (hash === null ? [] : [{ hash, kind }])))
  }
  const patch = (key: string, part: Partial<Proof>) =>
    change(latest.current.map((proof) => (proof.key === key ? { ...proof, ...part } : proof)))

  const send = async (key: string, kind: EvidenceKind) => {
    const source = sources.current.get(key)
    if (source === undefined) return
    try {
      patch(key, { state: 'preparing', percent: 0, problem: null })
      const blob = await readyToSend(source.file, kind)
      if (!sources.current.has(key)) return
      patch(key, { state: 'sending' })
      const to = { token, code: code.current ?? '' }
      const onSent = (share: number) => patch(key, { percent: Math.floor(share * 100) })
      const { hash } = await uploadProof(to, blob, kind, onSent, source.stop.signal)
      patch(key, { state: 'done', percent: 100, hash })
      sources.current.delete(key)
    } catch (error) {
      if (!sources.current.has(key)) return
      const problem = error instanceof ApiProblem || error instanceof Unfit ? error : new ApiProblem('server.failed', 0)
      patch(key, { state: 'failed', problem })
      onProblem(problem)
    }
  }
  const queue = (key: string, kind: EvidenceKind) => {
    line.current = line.current.then(() => send(key, kind))
  }
  const retry = (key: string) => {
    const proof = latest.current.find((one) => one.key === key)
    if (proof?.state !== 'failed') return
    patch(key, { state: 'waiting', problem: null })
    queue(key, proof.kind)
  }
  const remove = (key: string) => {
    sources.current.get(key)?.stop.abort()
    sources.current.delete(key)
    release(latest.current.filter((proof) => proof.key === key))
    change(latest.current.filter((proof) => proof.key !== key))
  }
  return {
    list,
    add: (files, kind) => {
      const room = Math.max(0, mostProofs - latest.current.length)
      const fresh = files.slice(0, room).map((file) => begun(file, kind))
      for (const { proof, file } of fresh) sources.current.set(proof.key, { file, stop: new AbortController() })
      change([...latest.current, ...fresh.map(({ proof }) => proof)])
      for (const { proof } of fresh) queue(proof.key, kind)
    },
    retry,
    retryAll: () => {
      for (const { key } of latest.current) retry(key)
    },
    remove,
    clear: () => {
      release(latest.current)
      change([])
      forgetArrived()
    },
  }
}

function begun(file: File, kind: EvidenceKind): { proof: Proof; file: File } {
  const preview = kind === 'photo' ? URL.createObjectURL(file) : null
  const key = crypto.randomUUID()
  return { proof: { key, kind, state: 'waiting', percent: 0, hash: null, preview, problem: null }, file }
}

function restored({ hash, kind }: Evidence): Proof {
  return { key: hash, kind, state: 'done', percent: 100, hash, preview: null, problem: null }
}

function release(proofs: readonly Proof[]): void {
  for (const { preview } of proofs) if (preview !== null) URL.revokeObjectURL(preview)
}
