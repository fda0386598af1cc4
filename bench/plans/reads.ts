import { createHash } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { readOnce } from '#server/events/cursor.ts'
import { sealEvents } from '#server/events/seal.ts'
import { newToken } from '#server/notices/tokens.ts'
import { systemActor } from '#server/people/actors.ts'
import { tallyReaction } from '#server/tallies/reactions.ts'
import type { Stage } from './stage.ts'

export type Read = { name: string; work: () => Promise<unknown> }

type Picked = {
  hazard: string
  place: string
  uscc: string
  name: string
  worker: string
  village: string
  cursor: string
  token: string
}

/** Who looks: an area each from a district down to a grid, and a department's line of a town. */
const people = {
  district: 'jiangmin',
  town: 'zhouxiaolan',
  'small town': 'tangweidong',
  leader: 'hewenbin',
  department: 'wuzhiqiang',
  village: 'wangguilan',
  grid: 'chenjianguo',
} as const

/** Everything that people or the product itself ask all day. */
export async function readsOf(stage: Stage): Promise<Read[]> {
  const picked = await pick(stage)
  const address = await stage.app.listen({ host: '127.0.0.1', port: 0 })
  const cookies = new Map<string, string>()
  for (const [who, login] of Object.entries(people)) cookies.set(who, await logIn(stage, login))
  const get = (who: string, url: string): Read => ({
    name: `${who}: ${labelOf(url, picked)}`,
    work: async () => {
      const answer = await stage.app.inject({ method: 'GET', url, headers: { cookie: cookies.get(who) ?? '' } })
      if (answer.statusCode >= 500) throw new Error(`${who} ${url}: ${answer.statusCode} ${answer.body}`)
      return answer.json()
    },
  })
  const everybody = (url: string, except: string[] = []) =>
    Object.keys(people)
      .filter((who) => !except.includes(who))
      .map((who) => get(who, url))
  const next = `cursor=${picked.cursor}`
  return [
    ...everybody('/api/hazards'),
    ...[
      'status=reported',
      'status=filed,dispatched',
      'status=closed',
      'status=void',
      'severity=critical',
      'mode=immediate',
      'overdue=true',
      'stalled=true',
      'relapse=true',
      'sample=due',
      'department=religion',
    ].flatMap((filter) =>
      ['district', 'town', 'department', 'village', 'grid'].map((who) => get(who, `/api/hazards?${filter}`)),
    ),
    get('town', `/api/hazards?unit=${picked.village}`),
    get('district', `/api/hazards?unit=${picked.village}`),
    get('town', `/api/hazards?${next}`),
    get('village', `/api/hazards?${next}`),
    get('town', `/api/hazards?place=${picked.place}`),
    get('grid', `/api/hazards?foundBy=${picked.worker}`),
    get('town', `/api/hazards/${picked.hazard}`),
    get('grid', `/api/hazards/${picked.hazard}`),
    ...everybody('/api/places', ['district']),
    ...['town', 'village', 'grid'].flatMap((who) => [
      get(who, '/api/places?kind=lpg'),
      get(who, `/api/places?q=${encodeURIComponent('航坞')}`),
      get(who, `/api/places?q=${encodeURIComponent(picked.name)}`),
      get(who, `/api/places?q=${encodeURIComponent('没有这样的')}`),
      get(who, `/api/places?q=${picked.uscc}`),
    ]),
    get('town', `/api/places?unit=${picked.village}`),
    get('town', `/api/places/${picked.place}`),
    get('grid', `/api/places/${picked.place}`),
    ...['town', 'village', 'grid'].map((who) => get(who, '/api/today')),
    ...['town', 'department', 'village'].flatMap((who) => [
      get(who, '/api/notices'),
      get(who, '/api/notices?state=dead'),
    ]),
    ...['survey', 'rectify', 'manage'].flatMap((kind) => [
      ...everybody(`/api/reports/${kind}`),
      get('town', `/api/reports/${kind}?from=2024-02-10&to=2024-03-20`),
      get('village', `/api/reports/${kind}?from=2024-02-10&to=2024-03-20`),
    ]),
    get('town', '/api/units'),
    get('district', '/api/units'),
    get('district', '/api/session'),
    { name: 'log in', work: () => logIn(stage, people.grid) },
    { name: "owner's page", work: get('', `/api/public/${picked.token}`).work },
    ...['district', 'town', 'department', 'grid'].map((who) => ({
      name: `${who}: live feed from 500 events ago`,
      work: () => listen(address, cookies.get(who) ?? ''),
    })),
    { name: 'a reaction reads 200 events', work: () => readBehind(stage) },
    { name: 'roll-ups take 200 events', work: () => countBehind(stage) },
    { name: 'seal the new events', work: () => sealEvents(stage.house, stage.district) },
    {
      name: 'sweep the due clocks',
      work: () => sweepClocks(stage.house.path, stage.district, systemActor(stage.district.code)),
    },
  ]
}

/** The same for districts of any size: what was picked goes by what it is. */
function labelOf(url: string, { name, uscc }: Picked): string {
  return decodeURIComponent(url)
    .replace(name, 'a whole name')
    .replace(uscc, 'a USCC')
    .replace(/cursor=.*/, 'cursor=in the middle')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
}

async function pick(stage: Stage): Promise<Picked> {
  const { rows } = await stage.raw.query(
    `select h.id as hazard, p.id as place, p.name, h.found_by as worker, h.found_at, h.id,
       (select uscc from place where uscc is not null and scope_path ^@ '/330109/113/245/' limit 1) as uscc
      from hazard h join place p on p.id = h.place_id where h.scope_path ^@ '/330109/113/245/' and h.closed_at is null
      order by not h.scope_path ^@ '/330109/113/245/001/', h.found_at limit 1`,
  )
  const [row] = rows
  const token = newToken(stage.district.code)
  await stage.raw.query(
    `insert into link (id, token_hash, hazard_id, place_id, created_at, expires_at) values (gen_random_uuid(), $1, $2, $3, now(), now() + interval '9 days')
      on conflict (hazard_id) where revoked_at is null do update set token_hash = excluded.token_hash`,
    [createHash('sha256').update(token).digest(), row.hazard, row.place],
  )
  // Half of all hazards lie before it.
  const { rows: middle } = await stage.raw.query(
    `select id, found_at from hazard where found_at <= '2023-10-28T00:00:00Z' order by found_at desc limit 1`,
  )
  const cursor = Buffer.from(JSON.stringify([middle[0].found_at, middle[0].id])).toString('base64url')
  return { ...row, village: '/330109/210/007/', cursor, token }
}

async function logIn(stage: Stage, login: string): Promise<string> {
  const answer = await stage.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login, password: stage.passwords.get(login) },
    headers: { 'x-bihuan': '1' },
  })
  if (answer.statusCode !== 200) throw new Error(`${login} cannot log in: ${answer.body}`)
  return answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

/** Comes back as a screen does that was away for a moment, and hears what it missed. */
async function listen(address: string, cookie: string): Promise<void> {
  const newest = await lastSeq(cookie)
  const request = http.get(`${address}/api/live`, { headers: { cookie, 'last-event-id': String(newest) } })
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  answer.setEncoding('utf8')
  let heard = ''
  for await (const chunk of answer) {
    heard += chunk
    if (heard.includes('event: change') || heard.includes(': here')) break
  }
  request.destroy()
}

let last = 0
const lastSeq = async (_: string) => Math.max(1, last - 500)

async function readBehind(stage: Stage): Promise<void> {
  await putCursor(stage, 'plans', 200)
  await readOnce(stage.house.database, stage.district, { name: 'plans' }, 200, async () => undefined)
}

async function countBehind(stage: Stage): Promise<void> {
  await putCursor(stage, tallyReaction.name, 200)
  await readOnce(stage.house.database, stage.district, tallyReaction, 200, (tx, events) =>
    tallyReaction.react(tx, stage.district, events),
  )
}

const putCursor = (stage: Stage, name: string, behind: number) =>
  stage.raw.query(
    `insert into event_cursor (name, seq) select $1, max(seq) - $2 from event_number
      on conflict (name) do update set seq = excluded.seq`,
    [name, behind],
  )

/** To be called when the log is filled. */
export async function rememberLast(stage: Stage): Promise<void> {
  const { rows } = await stage.raw.query('select max(seq) as seq from event_number')
  last = rows[0].seq
}
