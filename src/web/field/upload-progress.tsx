import { useEffect, useState } from 'react'
import { findFile } from './files.ts'
import { useFieldText } from './text.ts'
import { uploads } from './uploads.ts'
import { useWatched } from './watched.ts'

/** How many of a job's files are on the server already. */
export function UploadProgress({ files }: { files: readonly string[] }) {
  const t = useFieldText()
  const moving = useWatched(uploads)
  const [sent, setSent] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `moving` says that an upload began or ended.
  useEffect(() => {
    let gone = false
    void Promise.all(files.map((hash) => findFile(hash))).then((found) => {
      if (!gone) setSent(found.filter((file) => file?.sentAs != null).length)
    })
    return () => {
      gone = true
    }
  }, [files, moving])
  if (files.length === 0) return null
  return (
    <div>
      <p className="small">{t('proof.progress', { n: sent, of: files.length })}</p>
      <progress max={files.length} value={sent} aria-label={t('proof.progress', { n: sent, of: files.length })} />
    </div>
  )
}
