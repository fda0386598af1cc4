import { lazy, Suspense } from 'react'
import { Route, Routes } from 'react-router'
import { pages } from './paths.ts'
import { Crash } from './ui/crash.tsx'
import { Waiting } from './ui/waiting.tsx'

const FieldApp = lazy(() => import('./field/field-app.tsx').then((file) => ({ default: file.FieldApp })))
const PublicApp = lazy(() => import('./public/public-app.tsx').then((file) => ({ default: file.PublicApp })))
const VerifyApp = lazy(() => import('./verify/verify-app.tsx').then((file) => ({ default: file.VerifyApp })))
const DeskApp = lazy(() => import('./desk/desk-app.tsx').then((file) => ({ default: file.DeskApp })))

/** A bundle for each door: a phone, the owner's link or a receipt never loads what only the desk needs. */
export function Doors() {
  return (
    <Crash>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route path="/field/*" element={<FieldApp />} />
          <Route path="/o/:token" element={<PublicApp />} />
          <Route path={pages.verify()} element={<VerifyApp />} />
          <Route path="*" element={<DeskApp />} />
        </Routes>
      </Suspense>
    </Crash>
  )
}
