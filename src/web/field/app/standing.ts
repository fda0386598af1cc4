/** Where the app runs, as far as the browser says. */
export type Surroundings = {
  userAgent: string
  /** An iPad says it is a Mac; a Mac has no touch screen. */
  touchPoints: number
  /** Opened from the home screen, in a window of its own. */
  installed: boolean
  hasWorkers: boolean
  hasStore: boolean
}

export type Host = 'browser' | 'wechat' | 'dingtalk'

/** Why the app must not be trusted without a network here; null where it may. */
export type NotOffline = 'webView' | 'notInstalled' | 'noWorker'

export type Standing = { host: Host; isIos: boolean; installed: boolean; notOffline: NotOffline | null }

/**
 * Whether a phone may be relied on without a signal. The web views of WeChat and DingTalk may throw everything away when
 * they are closed. Safari on iOS empties the store of a page that was not visited for a week, unless it stands on the home
 * screen (WebKit, "Full Third-Party Cookie Blocking and More", 2020, exempts home screen apps).
 */
export function standingOf({ userAgent, touchPoints, installed, hasWorkers, hasStore }: Surroundings): Standing {
  const host: Host = /MicroMessenger/i.test(userAgent) ? 'wechat' : /DingTalk/i.test(userAgent) ? 'dingtalk' : 'browser'
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)
  const why: NotOffline | null =
    host !== 'browser' ? 'webView' : !hasWorkers || !hasStore ? 'noWorker' : isIos && !installed ? 'notInstalled' : null
  return { host, isIos, installed, notOffline: why }
}

export function standingHere(): Standing {
  return standingOf({
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    installed:
      matchMedia('(display-mode: standalone)').matches ||
      (navigator as Navigator & { standalone?: boolean }).standalone === true,
    hasWorkers: 'serviceWorker' in navigator,
    hasStore: 'indexedDB' in window,
  })
}
