import { useCallback } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { HazardAction } from '#domain/hazards-edges.ts'
import type { PublicNotice } from './notice.ts'

/** What an owner may do, and the command that does it. */
export const verbs = {
  submit: 'hazard.submit',
  extend: 'hazard.request_extension',
  object: 'hazard.object',
} as const satisfies Record<string, HazardAction>
export type Verb = keyof typeof verbs

const steps = ['notice', 'submit', 'extend', 'object', 'done'] as const
export type Step = (typeof steps)[number]

export function verbOf(step: Step): Verb | null {
  return step === 'notice' || step === 'done' ? null : step
}

export function isPossible(notice: Pick<PublicNotice, 'actions'>, verb: Verb): boolean {
  return notice.actions.some(({ action, problem }) => action === verbs[verb] && problem === null)
}

/**
 * Which step of the page is open, kept behind the # of the address:
 * the phone's own back button then leads to the notice, not out of the page.
 */
export function useStep(): [Step, (to: Step) => void] {
  const { hash } = useLocation()
  const navigate = useNavigate()
  const step = steps.find((name) => hash === `#${name}`) ?? 'notice'
  const open = useCallback(
    (to: Step) => {
      const replace = to === 'notice' || to === 'done'
      void navigate({ hash: to === 'notice' ? '' : to }, { replace })
    },
    [navigate],
  )
  return [step, open]
}
