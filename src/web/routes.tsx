import { lazy, Suspense } from 'react'
import { Route, Routes } from 'react-router'
import { Crash } from './ui/crash.tsx'
import { Waiting } from './ui/waiting.tsx'

const FieldApp = lazy(() => import('./field/field-app.tsx').then((file) => ({ default: file.FieldApp })))
const PublicApp = lazy(() => import('./public/public-app.tsx').then((file) => ({ default: file.PublicApp })))
const DeskApp = lazy(() => import('./desk/desk-app.tsx').then((file) => ({ default: file.DeskApp })))

/** Three doors into three bundles: a phone or the owner's link never loads what only the desk needs. */
export function Doors() {
  return (
    <Crash>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route path="/field/*" element={<FieldApp />} />
          <Route path="/o/:token" element={<PublicApp />} />
          <Route path="*" element={<DeskApp />} />
        </Routes>
      </Suspense>
    </Crash>
  )
}
