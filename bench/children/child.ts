import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

/** What a child says when it listens. */
export type Listening = { port: number; pid: number }

/** A process of its own, so that server and client share no event loop. */
export type Child = {
  process: ChildProcess
  /** Asks for one thing and waits for the answer of that name. */
  ask<T>(what: string, data?: unknown): Promise<T>
  /** What it says of itself; the last one who asked to hear it does. */
  on(what: string, heard: (data: never) => void): void
  stop(): Promise<void>
}

type Message = { what: string; id?: number; data?: unknown; error?: string }

/** `name` is a file of this folder without its suffix. */
export function openChild(name: string): Child {
  const child = fork(join(import.meta.dirname, `${name}.ts`), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { resolve: (data: never) => void; reject: (error: Error) => void }>()
  const listeners = new Map<string, (data: never) => void>()
  let asked = 0
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      for (const one of waiting.values()) one.reject(new Error(`${name} ended with ${signal ?? code}`))
      resolve()
    })
  })
  // Always the same listener: what comes while nobody listens would be kept for whoever listens next.
  child.on('message', ({ what, id, data, error }: Message) => {
    if (id === undefined) return listeners.get(what)?.(data as never)
    const one = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) one?.resolve(data as never)
    else one?.reject(new Error(error))
  })
  return {
    process: child,
    ask: (what, data) =>
      new Promise((resolve, reject) => {
        const id = ++asked
        waiting.set(id, { resolve, reject })
        child.send({ what, id, data }, (error) => error && reject(error))
      }),
    on: (what, heard) => {
      listeners.set(what, heard)
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.send({ what: 'stop' })
      await ended
    },
  }
}

/** In the child: answers what it is asked until it is told to stop, or its parent is gone. */
export function answer(asked: Record<string, (data: never) => unknown>, stop: () => Promise<void>): void {
  process.on('message', async ({ what, id, data }: Message) => {
    if (what === 'stop') return end(stop)
    try {
      process.send?.({ what, id, data: await asked[what]?.(data as never) })
    } catch (error) {
      process.send?.({ what, id, error: (error as Error).stack ?? String(error) })
    }
  })
  process.on('disconnect', () => end(stop))
}

async function end(stop: () => Promise<void>): Promise<void> {
  await stop().catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
  process.exit()
}
