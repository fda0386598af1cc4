import { lazy, Suspense } from 'react'
import { Navigate, Route, Routes, useLocation } from 'react-router'
import { pages } from '#web/paths.ts'
import { Waiting } from '#web/ui/waiting.tsx'
import { Failed } from './failed.tsx'
import { Layout } from './layout.tsx'
import { LoginPage } from './login-page.tsx'
import { MissingPage } from './missing-page.tsx'
import { homeOf } from './rooms.tsx'
import { SessionProvider, useSession, useSessionQuery } from './session.ts'

const HazardsPage = lazy(() => import('#web/hazards/hazards-page.tsx').then((f) => ({ default: f.HazardsPage })))
const HazardPage = lazy(() => import('#web/hazards/hazard-page.tsx').then((f) => ({ default: f.HazardPage })))
const PlacesPage = lazy(() => import('#web/places/places-page.tsx').then((f) => ({ default: f.PlacesPage })))
const PlacePage = lazy(() => import('#web/places/place-page.tsx').then((f) => ({ default: f.PlacePage })))
const VisitPage = lazy(() => import('#web/inspections/visit-page.tsx').then((f) => ({ default: f.VisitPage })))
const UnitsPage = lazy(() => import('#web/people/units-page.tsx').then((f) => ({ default: f.UnitsPage })))
const AccountsPage = lazy(() => import('#web/people/accounts-page.tsx').then((f) => ({ default: f.AccountsPage })))
const NoticesPage = lazy(() => import('#web/notices/notices-page.tsx').then((f) => ({ default: f.NoticesPage })))
const ReportsPage = lazy(() => import('#web/insight/reports-page.tsx').then((f) => ({ default: f.ReportsPage })))
const PhasesPage = lazy(() => import('#web/phases/phases-page.tsx').then((f) => ({ default: f.PhasesPage })))
const TemplatesPage = lazy(() => import('#web/papers/templates-page.tsx').then((f) => ({ default: f.TemplatesPage })))

export function DeskRoutes() {
  const session = useSessionQuery()
  const here = useLocation()
  if (session.isPending) return <Waiting />
  if (session.error && session.data === undefined) {
    return <Failed error={session.error} onRetry={() => void session.refetch()} />
  }
  if (!session.data) {
    if (here.pathname === pages.login) return <LoginPage />
    const back = here.pathname === '/' ? undefined : here.pathname + here.search
    return <Navigate to={pages.login} state={{ back }} replace />
  }
  return (
    <SessionProvider value={session.data}>
      <Layout>
        <Suspense fallback={<Waiting />}>
          <Rooms />
        </Suspense>
      </Layout>
    </SessionProvider>
  )
}

function Rooms() {
  const state: unknown = useLocation().state
  const back = (state as { back?: string } | null)?.back
  const home = homeOf(useSession().may)
  return (
    <Routes>
      <Route path="/" element={<Navigate to={home} replace />} />
      <Route path={pages.login} element={<Navigate to={back ?? home} replace />} />
      <Route path="/hazards" element={<HazardsPage />} />
      <Route path="/hazards/:id" element={<HazardPage />} />
      <Route path="/places" element={<PlacesPage />} />
      <Route path="/places/:id" element={<PlacePage />} />
      <Route path="/visits/:id" element={<VisitPage />} />
      <Route path="/units" element={<UnitsPage />} />
      <Route path="/notices" element={<NoticesPage />} />
      <Route path="/reports" element={<ReportsPage />} />
      <Route path="/phases" element={<PhasesPage />} />
      <Route path="/accounts" element={<AccountsPage />} />
      <Route path="/templates" element={<TemplatesPage />} />
      <Route path="*" element={<MissingPage />} />
    </Routes>
  )
}
