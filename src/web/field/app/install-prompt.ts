import { type Watched, watched } from '#web/field/watched.ts'

/** What Chromium hands out when the app may be installed; other browsers never do. */
type InstallEvent = Event & { prompt(): Promise<unknown> }

export const installPrompt: Watched<InstallEvent | null> = watched(null)

export function listenForInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    installPrompt.set(event as InstallEvent)
  })
  window.addEventListener('appinstalled', () => installPrompt.set(null))
}
