import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { runHistory } from '#test/history/run.ts'
import { withOldPages, withOtherSql, withOtherVerbs } from '#test/history/tampered.ts'
import { openWorld, type World } from '#test/world.ts'

/** The history check is worth what it catches: the same people at the same places, and a server that is wrong. */
describe('a server that is wrong about people who act at once is caught', () => {
  let world: World
  before(async () => {
    world = await openWorld({ ticking: true })
  })
  after(() => world?.end())

  /** A short history may happen to go well: a few of them never do. */
  async function caught(seed: string, tamper: (world: World) => () => Promise<void>, words: RegExp): Promise<void> {
    const found: string[] = []
    for (let n = 1; n <= 6 && !words.test(found.join('\n')); n++) {
      const undo: (() => Promise<void>)[] = []
      const report = await runHistory(world, {
        seed: `${seed} ${n}`,
        spots: 3,
        calls: 70,
        tamper: (tried) => void undo.push(tamper(tried)),
      })
      for (const restore of undo) await restore()
      found.push(...report.faults)
      console.log(`${seed} ${n}: ${report.faults.length} faults in ${report.calls} calls, ${report.accepted} accepted`)
    }
    assert.match(found.join('\n'), words)
  }
  const noOrder = /no order of its \d+ calls explains the answers/

  it('when it locks no hazard, so that one of two overwrites what the other did', () =>
    caught(
      'no lock',
      (tried) => withOtherSql(tried, (text) => text.replace(/(from hazard .*)order by id for .*update/, '$1')),
      noOrder,
    ))

  it('when it forgets what it answered', () =>
    caught(
      'forgetful',
      (tried) =>
        withOtherSql(tried, (text) => text.replace('left join command k on', 'left join command k on false and')),
      noOrder,
    ))

  it('when it does not look which version somebody saw', () =>
    caught(
      'unseen',
      (tried) =>
        withOtherVerbs(tried, (own) => ({
          decide(work, signed) {
            const { seen: _, ...command } = signed.command
            return own.decide(work, { ...signed, command })
          },
        })),
      noOrder,
    ))

  it('when it shows a page as it was before', () =>
    caught('old pages', (tried) => withOldPages(tried, 60_000), noOrder))

  it('when an event stands in the log twice', () =>
    caught(
      'twice',
      (tried) =>
        withOtherVerbs(tried, (own) => ({
          decide(work, signed) {
            const before = work.events.length
            const done = own.decide(work, signed)
            if (signed.command.type === 'hazard.file') work.events.push(...work.events.slice(before))
            return done
          },
        })),
      noOrder,
    ))

  it('when what was refused leaves words behind', () =>
    caught(
      'words',
      (tried) => {
        const spoken = new WeakMap<object, { signed: never }[]>()
        return withOtherVerbs(tried, (own) => ({
          decide(work, signed) {
            try {
              return own.decide(work, signed)
            } catch (error) {
              spoken.set(work, [...(spoken.get(work) ?? []), { signed: signed as never }])
              throw error
            }
          },
          async save(work) {
            for (const { signed } of spoken.get(work) ?? []) {
              const { command } = signed as { command: { subject: string } }
              const standing = { scopePath: '/330109/113/245/001/03/', department: 'fire' }
              work.remarks.push({ signed, subject: command.subject, words: '留下的话', standing })
            }
            await own.save(work)
          },
        }))
      },
      /left words behind/,
    ))
})
