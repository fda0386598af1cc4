import { instant } from '#domain/calendar.ts'
import { serverNow } from '#web/api.ts'
import { useSession } from '#web/desk/session.ts'
import { pages } from '#web/paths.ts'
import { QrCode } from '#web/ui/qr-code.tsx'
import { writtenTime } from '#web/ui/time.tsx'
import type { HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'

/** On paper only: what this sheet is, its number, when it was printed, and the way back to the live page. */
export function PrintHead({ file: { hazard } }: { file: HazardFile }) {
  const t = useHazardsText()
  const { district } = useSession()
  return (
    <header className="print-head">
      <div>
        <strong>{t('printTitle', { district: district.name })}</strong>
        <p>{t('printNumber', { id: hazard.id })}</p>
        <p>{t('printedAt', { at: writtenTime(instant(serverNow())) })}</p>
      </div>
      <QrCode text={location.origin + pages.hazard(hazard.id)} label={t('printCode')} />
    </header>
  )
}
