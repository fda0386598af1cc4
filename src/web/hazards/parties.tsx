import { isFinal, partyRoles } from '#domain/hazards.ts'
import { useWords } from '#web/text/words.ts'
import type { HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'

/** 四方责任: all four always stand here, the missing ones marked. */
export function Parties({ file }: { file: HazardFile }) {
  const t = useHazardsText()
  const w = useWords()
  const ended = isFinal(file.hazard.status)
  const named = Object.values(file.hazard.parties).some((id) => id !== null)
  return (
    <section className="panel">
      <h2>
        {t('partiesTitle')}
        <small>{t(named ? 'partiesNamed' : ended ? 'partiesNever' : 'partiesNow')}</small>
      </h2>
      <ul className="parties">
        {partyRoles.map((role) => {
          const party = file.parties[role]
          const waived = file.hazard.waived.includes(role)
          return (
            <li key={role}>
              <span className="quiet">{w(`party.${role}`)}</span>
              {party !== null && <b>{party.name}</b>}
              {party === null && waived && <span className="badge">{t('partyWaived')}</span>}
              {party === null && !waived && ended && '—'}
              {party === null && !waived && !ended && (
                <span className="badge badge-late" title={t('partyMissingHint')}>
                  {t('partyMissing')}
                </span>
              )}
            </li>
          )
        })}
        {file.team !== null && (
          <li>
            <span className="quiet">{t('team')}</span>
            <b>{file.team.name}</b>
          </li>
        )}
      </ul>
      {file.missingParties.length > 0 && !ended && <p className="quiet small">{t('partyMissingHint')}</p>}
    </section>
  )
}
