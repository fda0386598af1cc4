import { Link, useParams } from 'react-router'
import { Bones } from '#web/desk/bones.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { useTitle } from '#web/desk/use-title.ts'
import { pages } from '#web/paths.ts'
import { AsOf } from '#web/ui/time.tsx'
import { ActNote } from './act-note.tsx'
import type { HazardFile } from './answers.ts'
import { EndReceipt } from './end-receipt.tsx'
import { EvidencePair } from './evidence-pair.tsx'
import { HazardActions } from './hazard-actions.tsx'
import { useHazardFile } from './hazard-file.ts'
import { HazardHead } from './hazard-head.tsx'
import { useHazardsText } from './hazards-text.ts'
import { Links } from './links.tsx'
import { Notices } from './notices.tsx'
import { Parties } from './parties.tsx'
import { PrintHead } from './print-head.tsx'
import { RelapseLinks } from './relapse-links.tsx'
import { StageTrack } from './stage-track.tsx'
import { Timeline } from './timeline.tsx'
import { WhatIsWrong } from './what-is-wrong.tsx'
import './hazard-file.css'
import './hazards.css'
import './timeline.css'

export function HazardPage() {
  const { id = '' } = useParams()
  const t = useHazardsText()
  const file = useHazardFile(id)
  useTitle(file.data === undefined ? t('title') : `${file.data.place.name} ${file.data.item.text}`)
  if (file.data === undefined) {
    return file.error === null ? <Bones /> : <Failed error={file.error} onRetry={() => void file.refetch()} />
  }
  return <Whole file={file.data} />
}

function Whole({ file }: { file: HazardFile }) {
  const t = useHazardsText()
  return (
    <article className="file">
      <PrintHead file={file} />
      <nav className="file-bar no-print">
        <Link to={pages.hazards()}>{t('back')}</Link>
        <AsOf at={file.asOf} />
        <button type="button" className="link-button" onClick={() => window.print()}>
          {t('print')}
        </button>
      </nav>
      <section className="panel file-head">
        <HazardHead file={file} level={1} />
        <StageTrack status={file.hazard.status} />
        <HazardActions file={file} />
      </section>
      <div className="file-main">
        <EvidencePair file={file} />
        <WhatIsWrong file={file} />
        <Timeline file={file} />
      </div>
      <div className="file-side">
        <EndReceipt file={file} />
        <ActNote file={file} />
        <Parties file={file} />
        <RelapseLinks file={file} />
        <Notices file={file} />
        <Links file={file} />
      </div>
    </article>
  )
}
