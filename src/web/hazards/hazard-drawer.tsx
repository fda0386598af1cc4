import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link } from 'react-router'
import { Bones } from '#web/desk/bones.tsx'
import { useDeskText } from '#web/desk/desk-text.ts'
import { Failed } from '#web/desk/failed.tsx'
import { pages } from '#web/paths.ts'
import type { HazardFile } from './answers.ts'
import { EvidencePair } from './evidence-pair.tsx'
import { HazardActions } from './hazard-actions.tsx'
import { useHazardFile } from './hazard-file.ts'
import { HazardHead } from './hazard-head.tsx'
import { useHazardsText } from './hazards-text.ts'
import { Parties } from './parties.tsx'
import { Timeline } from './timeline.tsx'
import './hazard-file.css'
import './timeline.css'

const shownEntries = 4

/** The summary beside the list: enough to decide and act, without losing one's place. */
export function HazardDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useHazardsText()
  const desk = useDeskText()
  const file = useHazardFile(id)
  return (
    <aside className="drawer" aria-label={file.data?.item.text ?? t('loadingFile')}>
      <div className="drawer-bar">
        <Link to={pages.hazard(id)}>{t('openPage')}</Link>
        <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={desk('close')} onClick={onClose} />
      </div>
      {file.isPending && <Bones rows={5} />}
      {file.error !== null && file.data === undefined && (
        <Failed error={file.error} onRetry={() => void file.refetch()} />
      )}
      {file.data !== undefined && <Summary key={id} file={file.data} />}
    </aside>
  )
}

function Summary({ file }: { file: HazardFile }) {
  return (
    <>
      <HazardHead file={file} level={2} />
      <HazardActions file={file} />
      <EvidencePair file={file} />
      <Parties file={file} />
      <Timeline file={file} most={shownEntries} />
    </>
  )
}
