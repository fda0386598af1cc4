import { useState } from 'react'
import type { PublishedKey, PublishedKeys } from '#domain/seals.ts'
import { writtenTime } from '#web/ui/time.tsx'
import { Paste } from './bring.tsx'
import { FilePicker } from './file-picker.tsx'
import { fingerprintOf } from './fingerprint.ts'
import { type Paper, readFile, readPaper } from './read-paper.ts'
import type { Keys } from './use-paper.ts'
import { useVerifyText } from './verify-text.ts'

type Props = {
  own: PublishedKeys | null
  given: Keys | null
  /** The key that the receipt names, and whether it did sign. */
  named: string | undefined
  proven: boolean
  setGiven: (keys: Keys | null) => void
}

/** Which keys it is checked with, where they come from, and the way to bring others. */
export function KeyPane({ own, given, named, proven, setGiven }: Props) {
  const t = useVerifyText()
  const keys = (given?.keys ?? own)?.keys ?? []
  const shown = keys.toSorted((a, b) => Number(b.id === named) - Number(a.id === named))
  return (
    <section className="verify-keys">
      <h2>{t('key.heading')}</h2>
      <Source given={given} none={keys.length === 0} />
      {shown.map((key) => (
        <KeyFacts key={key.id} published={key} role={key.id !== named ? null : proven ? 'used' : 'claimed'} />
      ))}
      {keys.length > 0 && <p className="public-small">{t('key.compare')}</p>}
      <Change setGiven={setGiven} />
      {given !== null && own !== null && (
        <button type="button" className="public-quiet-button" onClick={() => setGiven(null)}>
          {t('key.back')}
        </button>
      )}
    </section>
  )
}

function Source({ given, none }: { given: Keys | null; none: boolean }) {
  const t = useVerifyText()
  if (given === null) return <p>{none ? t('key.none') : t('key.own', { host: location.host })}</p>
  const { origin } = given
  const name = origin.by === 'file' ? t('key.givenFile', { name: origin.name }) : t('key.givenPasted')
  return <p className="verify-given">{t('key.given', { name })}</p>
}

function KeyFacts({ published, role }: { published: PublishedKey; role: 'used' | 'claimed' | null }) {
  const t = useVerifyText()
  const { id, algorithm, publicKey, since, until } = published
  return (
    <dl className={role === null ? 'verify-key' : `verify-key verify-key-${role}`}>
      <dt>{t('key.id')}</dt>
      <dd className="receipt-key">
        {id}
        {role === 'used' && <strong className="verify-mark">✓ {t('key.used')}</strong>}
        {role === 'claimed' && <span className="verify-mark-claimed">{t('key.claimed')}</span>}
      </dd>
      <dt>{t('key.fingerprint')}</dt>
      <dd className="receipt-key">{fingerprintOf(publicKey)}</dd>
      <dt>{t('key.time')}</dt>
      <dd>
        {t(until === null ? 'key.since' : 'key.span', {
          since: writtenTime(since),
          until: until === null ? '' : writtenTime(until),
          algorithm: algorithmNames[algorithm],
        })}
      </dd>
    </dl>
  )
}

const algorithmNames: Record<PublishedKey['algorithm'], string> = { ed25519: 'Ed25519', sm2: 'SM2' }

function Change({ setGiven }: Pick<Props, 'setGiven'>) {
  const t = useVerifyText()
  const [bad, setBad] = useState(false)
  const take = (paper: Paper, origin: Keys['origin']) => {
    setBad(paper.kind !== 'keys')
    if (paper.kind === 'keys') setGiven({ keys: paper.keys, origin })
  }
  return (
    <details className="verify-change">
      <summary>{t('key.change')}</summary>
      <p className="public-small">{t('key.changeHint')}</p>
      {bad && (
        <p className="public-problem" role="alert">
          {t('bad.keys')} {t('bad.keys.text')}
        </p>
      )}
      <FilePicker
        label={t('key.choose')}
        className="public-secondary"
        take={async (file) => take(await readFile(file), { by: 'file', name: file.name })}
      />
      <Paste
        label={t('key.paste')}
        go={t('key.use')}
        empty={t('key.empty')}
        take={(text) => take(readPaper(text), { by: 'pasted' })}
      />
    </details>
  )
}
