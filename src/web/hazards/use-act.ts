import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef } from 'react'
import type { Command } from '#domain/events.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { ApiProblem, newCommand, perform } from '#web/api.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import type { HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'

/**
 * One act on one hazard, on the version that stands on screen. The same wish keeps its number while the network
 * fails, so that sending it again can never count twice.
 */
export function useAct(file: HazardFile, action: HazardAction, onDone?: () => void) {
  const t = useHazardsText()
  const w = useWords()
  const { message } = App.useApp()
  const client = useQueryClient()
  const sent = useRef<{ command: Command; text: string } | null>(null)
  const { id, version } = file.hazard

  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['hazards', id] }),
      client.invalidateQueries({ queryKey: ['hazard-list'] }),
    ])
  return useMutation({
    mutationFn: (data: object) => {
      const text = JSON.stringify([version, data])
      if (sent.current?.text !== text) sent.current = { command: newCommand(action, id, data, version), text }
      return perform(sent.current.command)
    },
    onSuccess: async () => {
      sent.current = null
      void message.success(t('actDone', { action: w(`action.${action}`) }))
      onDone?.()
      await refresh()
    },
    onError: async (error) => {
      const unsure = error instanceof ApiProblem && (error.status === 0 || error.status >= 500)
      if (!unsure) sent.current = null
      if (onDone === undefined) void message.error(errorSentence(w, error), 6)
      if (error instanceof ApiProblem && error.status === 409) await refresh()
    },
  })
}
