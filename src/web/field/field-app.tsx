import { Navigate, Route, Routes } from 'react-router'
import { AmendPage } from './amend-page.tsx'
import { listenForInstall } from './app/install-prompt.ts'
import { registerWorker } from './app/worker-state.ts'
import { fieldPages } from './field-paths.ts'
import { FindPage } from './find-page.tsx'
import { InspectPage } from './inspect-page.tsx'
import { ItemPage } from './item-page.tsx'
import { MePage } from './me-page.tsx'
import { NewPlacePage } from './new-place-page.tsx'
import { OutboxRunner } from './outbox-runner.tsx'
import { PackRunner } from './pack/pack-runner.tsx'
import { PlacePage } from './place-page.tsx'
import { ReinspectPage } from './reinspect-page.tsx'
import { ReportPage } from './report-page.tsx'
import { RoomsPage } from './rooms-page.tsx'
import { SentPage } from './sent-page.tsx'
import { SessionGate } from './session.tsx'
import { SignAgainPage } from './sign-again-page.tsx'
import { SignPage } from './sign-page.tsx'
import { useFieldText } from './text.ts'
import { TodayPage } from './today-page.tsx'
import { WalkPage } from './walk-page.tsx'
import './field.css'
import './cards.css'
import './rooms.css'
import './walk.css'
import './sign.css'

listenForInstall()
void registerWorker()

/** The phone of grid workers and inspectors. Everything entered is on the phone before it is anywhere else. */
export function FieldApp() {
  const t = useFieldText()
  if (!window.isSecureContext) {
    return (
      <main className="field field-login">
        <h1>{t('insecure.title')}</h1>
        <p>{t('insecure.text')}</p>
      </main>
    )
  }
  return (
    <SessionGate>
      <OutboxRunner />
      <PackRunner />
      <Routes>
        <Route index element={<TodayPage />} />
        <Route path="find" element={<FindPage />} />
        <Route path="report" element={<ReportPage />} />
        <Route path="me" element={<MePage />} />
        <Route path="place/:id" element={<PlacePage />} />
        <Route path="place/:id/inspect" element={<InspectPage />} />
        <Route path="new-place/:id" element={<NewPlacePage />} />
        <Route path="amend/:id" element={<AmendPage />} />
        <Route path="walk/:id" element={<WalkPage />} />
        <Route path="walk/:id/rooms" element={<RoomsPage />} />
        <Route path="walk/:id/item/:code" element={<ItemPage />} />
        <Route path="walk/:id/sign" element={<SignPage />} />
        <Route path="sent/:id" element={<SentPage />} />
        <Route path="sent/:id/sign" element={<SignAgainPage />} />
        <Route path="reinspect/:id" element={<ReinspectPage />} />
        <Route path="*" element={<Navigate to={fieldPages.today} replace />} />
      </Routes>
    </SessionGate>
  )
}
