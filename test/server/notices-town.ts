import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Command } from '#domain/events.ts'
import { uuidV7 } from '#domain/ids.ts'
import { type Actor, type Role, reachOf } from '#domain/people.ts'
import type { Answer } from '#server/commands/answers.ts'
import { applyBatch } from '#server/commands/apply.ts'
import { readConfig } from '#server/config.ts'
import { unseal } from '#server/crypto/seal.ts'
import { addDistrict, createInstallation } from '#server/db/migrate.ts'
import { openDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import type { District } from '#server/db/transaction.ts'
import { readOnce } from '#server/events/cursor.ts'
import { newId } from '#server/events/ids.ts'
import { sealEvents } from '#server/events/seal.ts'
import { run } from '#server/main.ts'
import { noticesReaction } from '#server/notices/reactions.ts'
import type { Notice } from '#server/notices/store.ts'
import { prepareJobs } from '#server/notices/worker.ts'
import { systemActor } from '#server/people/actors.ts'
import { foundDistrict, givePosts, openAccounts } from '#server/people/found.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { shippedCatalogue } from '#server/standards/catalogue.ts'
import { insertItems } from '#server/standards/store.ts'

const district: District = { code: '330109', schema: 'd330109', name: '萧山区' }
const grid = '/330109/113/245/001/'
const units = [
  ['330109', 'district', '萧山区', '/330109/', null, null],
  ['330109113', 'town', '瓜沥镇', '/330109/113/', '/330109/', null],
  ['330109113245', 'village', '民丰河村', '/330109/113/245/', '/330109/113/', null],
  ['330109113245001', 'grid', '民丰河村第一网格', grid, '/330109/113/245/', null],
  ...['fire', 'emergency', 'housing', 'enforcement', 'market', 'power'].map(
    (line) => [`330109113@${line}`, 'department', line, `/330109/113/@${line}/`, '/330109/113/', line] as const,
  ),
] as const

export const phone = '19400005678'
export const password = 'Long-enough-7'
export const people: [name: string, role: Role, unitPath: string, certificateNo: string | null][] = [
  ['陈建国', 'gridWorker', grid, null],
  ['王桂兰', 'villageCadre', '/330109/113/245/', null],
  ['周晓岚', 'townDesk', '/330109/113/', null],
  ['赵明远', 'inspector', '/330109/113/', 'YS33010911301'],
  ['孙立新', 'inspector', '/330109/113/', 'YS33010911302'],
]

export type Town = Awaited<ReturnType<typeof openTown>>

/** A village with five people at work and nothing ticking: events are numbered and read when a test says so. */
export async function openTown(sms = 'log') {
  const folder = await mkdtemp(path.join(tmpdir(), 'bihuan-notices-'))
  const database = await openDatabase({ databaseUrl: null, dataFolder: folder }, { fast: true })
  await createInstallation(database.url, { demo: true, clockOffsetMs: 0, sampleSeed: 'seed' })
  await addDistrict(database.url, district.code, district.name)
  const begin = '2022-06-01T00:00:00.000Z'
  const ids = await foundDistrict(
    database.transactions,
    district,
    units.map(([code, kind, name, at, parentPath, line]) => ({
      code,
      kind,
      name,
      path: at,
      parentPath,
      line,
    })),
    begin,
  )
  const items = shippedCatalogue(begin)
  await database.transactions.worker(district, (tx) => insertItems(tx, items))
  const passwordHash = await hashPassword(password)
  const posts = people.map(([displayName, role, unitPath, certificateNo], n) => ({
    id: newId(begin),
    accountId: newId(begin),
    unitId: ids.get(unitPath) as string,
    role,
    certificateNo,
    displayName,
    unitPath,
    login: `person${n}`,
  }))
  await openAccounts(
    database.transactions,
    district,
    posts.map((post) => ({
      id: post.accountId,
      login: post.login,
      displayName: post.displayName,
      kind: 'person' as const,
      passwordHash,
    })),
    begin,
  )
  await givePosts(
    database.transactions,
    district,
    posts.map(({ id, accountId, unitId, role, certificateNo }) => ({
      id,
      accountId,
      unitId,
      role,
      certificateNo,
    })),
    begin,
  )

  const config = {
    ...readConfig(
      { LOG_LEVEL: 'silent', BIHUAN_SMS: sms, BIHUAN_PUBLIC_URL: 'https://bihuan.example' },
      { data: folder },
    ),
  }
  const running = await run(config, { database, ticking: false })
  const { app, house } = running
  await prepareJobs(house, database.pool)
  house.time.setTo('2022-07-10T02:00:00.000Z')

  const actorOf = (name: string): Actor => {
    const post = posts.find((one) => one.displayName === name)
    if (post === undefined) throw new RangeError(`nobody is called ${name}`)
    const { accountId, role, certificateNo } = post
    return {
      accountId,
      postId: post.id,
      role,
      certificateNo,
      grants: [],
      via: null,
      ...reachOf({ kind: 'town', path: post.unitPath, line: null }, role),
    }
  }
  const id = () => uuidV7(Date.parse(house.time.now()), randomBytes(10))
  const command = (type: string, subject: string, data: unknown = {}): Command => ({
    id: id(),
    type,
    subject,
    at: house.time.now(),
    data,
  })
  const give = async (actor: Actor, type: string, subject: string, data: unknown = {}): Promise<Answer> => {
    const [answer] = await applyBatch(house.path, { district, actor, actorsOf: null }, [command(type, subject, data)])
    return answer as Answer
  }
  const does = async (actor: Actor, type: string, subject: string, data: unknown = {}): Promise<void> => {
    const answer = await give(actor, type, subject, data)
    if (answer.outcome === 'refused') throw new Error(`${type}: ${JSON.stringify(answer.problem)}`)
  }
  const photo = async (): Promise<{ hash: string; kind: 'photo' }> => {
    const hash = randomBytes(32).toString('hex')
    const row = { hash, kind: 'photo', mediaType: 'image/jpeg', size: 10 }
    await house.database.worker(district, async (tx) => {
      await sql`set local role bihuan_app`.execute(tx)
      const storedBy = actorOf('陈建国').accountId
      await sql`select set_config('bihuan.actor', ${storedBy}, true)`.execute(tx)
      await sql`insert into file values (${row.hash}, ${row.kind}, ${row.mediaType}, ${row.size}, ${house.time.now()}, ${storedBy})`.execute(
        tx,
      )
    })
    return { hash, kind: 'photo' }
  }
  const registers = async (contact: { name: string; phone: string } | null = { name: '俞秀珍', phone }) => {
    const place = id()
    const data = {
      kind: 'enterprise',
      name: '飞虹涂装厂',
      uscc: null,
      parentId: null,
      unitPath: grid,
      address: '民丰河村 12 号',
      position: null,
      contact,
    }
    await does(actorOf('陈建国'), 'place.register', place, data)
    return place
  }
  const item = (n = 0) =>
    items.filter(
      (one) =>
        one.placeKind === 'enterprise' &&
        one.mode === 'deadline' &&
        one.severity !== 'critical' &&
        one.evidenceKinds.join() === 'photo',
    )[n]
  /** A hazard found on a visit, or with two officers in an inspection, and handed over to the four parties. */
  const dispatched = async (placeId: string, by: 'report' | 'inspection' = 'report', n = 0) => {
    const hazard = id()
    const itemCode = item(n)?.code as string
    if (by === 'report')
      await does(actorOf('陈建国'), 'hazard.report', hazard, { placeId, itemCode, before: [await photo()] })
    else {
      const inspection = id()
      const officer = actorOf('赵明远')
      await does(officer, 'administrativeInspection.start', inspection, {
        placeId,
        with: [actorOf('孙立新').accountId],
        approvalNo: '瓜检〔2022〕7号',
        noticeNo: '瓜通〔2022〕7号',
      })
      const entry = { itemCode, result: 'fail', hazardId: hazard, photos: [await photo()] }
      await does(officer, 'administrativeInspection.record', inspection, { entries: [entry] })
    }
    const desk = actorOf('周晓岚')
    await does(desk, 'hazard.file', hazard)
    for (const party of ['department', 'town', 'village', 'gridWorker'])
      await give(desk, 'hazard.waive_party', hazard, { party, reason: '暂缺' })
    const answer = await give(desk, 'hazard.dispatch', hazard)
    if (answer.outcome === 'refused') throw new Error(`dispatch: ${JSON.stringify(answer.problem)}`)
    return hazard
  }
  const reaction = noticesReaction(house)
  /** Numbers what happened and lets the notices read it to the end. */
  const settleNotices = async () => {
    for (;;) {
      const numbered = await sealEvents(house, district)
      const read = await readOnce(house.database, district, reaction, 100, (tx, events) =>
        reaction.react(tx, district, events),
      )
      if (numbered + read === 0) return
    }
  }
  const notices = (hazardId: string) =>
    house.database.worker(district, async (tx) => {
      const { rows } =
        await sql<Notice>`select * from notice where hazard_id = ${hazardId} order by created_at, id`.execute(tx)
      return rows.map((row) => ({ ...row, text: unseal(house.keys, row.bodySealed).toString() }))
    })
  const eventsOf = (subject: string) =>
    house.database.worker(district, async (tx) => {
      const { rows } = await sql<{
        type: string
      }>`select type from event where subject = ${subject} order by received, id`.execute(tx)
      return rows.map((row) => row.type)
    })
  const jobs = async () =>
    (await database.pool.query('select key, attempts from graphile_worker.jobs order by id')).rows as {
      key: string
      attempts: number
    }[]
  const close = async () => {
    await running.close()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
  const system = systemActor(district.code)
  return {
    app,
    house,
    database,
    district,
    actorOf,
    command,
    give,
    does,
    photo,
    registers,
    dispatched,
    settleNotices,
    reaction,
    notices,
    eventsOf,
    jobs,
    id,
    system,
    close,
    item,
    posts,
  }
}
