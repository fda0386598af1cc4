import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef } from 'react'
import type { Command } from '#domain/events.ts'
import { ApiProblem, newCommand, perform } from '#web/api.ts'

type Wish = { subject: string; data: object; seen?: number }

type Verb = 'place.register' | 'place.amend' | 'place.merge' | 'place.unmerge'

/** Registers, amends or merges a place. The same wish keeps its number while the network fails, so that it counts once. */
export function usePlaceCommand(type: Verb, said: string, onDone: (id: string) => void) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const sent = useRef<{ command: Command; text: string } | null>(null)
  return useMutation({
    mutationFn: (wish: Wish) => {
      const text = JSON.stringify(wish)
      if (sent.current?.text !== text)
        sent.current = { command: newCommand(type, wish.subject, wish.data, wish.seen), text }
      return perform(sent.current.command)
    },
    onSuccess: ({ subject }) => {
      void message.success(said)
      void client.invalidateQueries({ queryKey: ['places'] })
      onDone(subject)
    },
    onError: (error) => {
      const unsure = error instanceof ApiProblem && (error.status === 0 || error.status >= 500)
      if (!unsure) sent.current = null
      if (error instanceof ApiProblem && error.status === 409) void client.invalidateQueries({ queryKey: ['places'] })
    },
  })
}

/** Which field of the forms a refusal's path means. */
export function fieldOf(path: string): string | undefined {
  if (path === '/data/contact/name') return 'contactName'
  if (path === '/data/contact/phone' || path === '/data/contact') return 'contactPhone'
  return path.split('/').at(-1)
}
