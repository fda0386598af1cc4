import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { provideBrowser } from '#scripts/browser.ts'
import { ensureWebBuild } from '#server/cli/web-build.ts'
import { openWorld, type World } from '#test/world.ts'

/** A world that listens, and a browser before it. */
export type Stage = {
  world: World
  address: string
  /** A page at desk (1440 × 900) or phone (360 × 640) size, logged in as a member of the cast. */
  enter(login: string, size: 'desk' | 'phone'): Promise<Page>
  /** A page without an account. */
  visit(path: string, size: 'desk' | 'phone'): Promise<Page>
  /** What pages complained about: script errors and violations of the content security policy. */
  complaints: string[]
  /** Where the screens lie that are served. */
  webFolder: string
  close(): Promise<void>
}

const sizes = {
  desk: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false },
  phone: { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
}

/** Chromium's own traffic is off: it has no business on a closed network. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type StageOptions = {
  /** Screens of this test's own, which it may change while they are served. */
  ownScreens?: boolean
}

export async function openStage(
  prepare: (world: World) => Promise<void> = async () => {},
  { ownScreens = false }: StageOptions = {},
): Promise<Stage> {
  const web = await ensureWebBuild()
  if (web === undefined) throw new Error('there are no screens to build')
  const webFolder = ownScreens ? await mkdtemp(path.join(tmpdir(), 'bihuan-screens-')) : web.folder
  if (ownScreens) await cp(web.folder, webFolder, { recursive: true })
  const world = await openWorld({ ticking: true, webFolder })
  await prepare(world)
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' })
  const browser = await chromium.launch({ executablePath: provideBrowser() as string, args: quiet })
  const complaints: string[] = []
  const contexts = new Map<string, BrowserContext>()

  const visit = async (path: string, size: 'desk' | 'phone', context?: BrowserContext) => {
    const at = context ?? (await newContext(browser, size))
    const page = await at.newPage()
    listen(page, complaints)
    await page.goto(`${address}${path}`)
    return page
  }
  const enter = async (login: string, size: 'desk' | 'phone') => {
    const key = `${login} ${size}`
    const known = contexts.get(key)
    if (known !== undefined) return visit(size === 'phone' ? '/field' : '/', size, known)
    const context = await newContext(browser, size)
    contexts.set(key, context)
    const answer = await context.request.post(`${address}/api/session`, {
      data: { login, password: world.town.passwords.get(login) },
      headers: { 'x-bihuan': '1' },
    })
    if (!answer.ok()) throw new Error(`${login} cannot log in: ${await answer.text()}`)
    return visit(size === 'phone' ? '/field' : '/', size, context)
  }
  return {
    world,
    address,
    enter,
    visit: (path, size) => visit(path, size),
    complaints,
    webFolder,
    close: async () => {
      await browser.close()
      await world.end()
      if (ownScreens) await rm(webFolder, { recursive: true, force: true })
    },
  }
}

function newContext(browser: Browser, size: 'desk' | 'phone'): Promise<BrowserContext> {
  return browser.newContext({ ...sizes[size], locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
}

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    if (/content security policy/i.test(text)) complaints.push(`${page.url()}: ${text}`)
  })
}
