import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { startChild } from '#test/crash/child.ts'
import { lostOf, openPhone } from '#test/crash/drive.ts'
import { layGround } from '#test/crash/ground.ts'
import { runCrash } from '#test/crash/run.ts'
import { differences, type Snapshot, soundness } from '#test/crash/snapshot.ts'

const slow = { timeout: 220_000 }

test(
  'whatever is killed, nothing that was acknowledged is lost, nothing is doubled, and everything goes on',
  slow,
  async () => {
    const seed = process.env['BIHUAN_SEED'] ?? 'crash'
    const report = await runCrash({ seed, share: 0.0003, kills: 4 })
    console.log(`seed ${seed}: ${JSON.stringify({ ...report, faults: report.faults.length })}`)
    assert.deepEqual(report.faults, [])
    assert.deepEqual(report.kills, { server: 1, postmaster: 1, backend: 1, both: 1 })
    assert.ok(report.restarts + report.cameBack > 0 && report.notices > 10)
  },
)

/** The check is worth what it catches. */
describe('a town that lost something in a crash is found out', () => {
  it('when it answers before what it did is safe', slow, async () => {
    const ground = await layGround('unsafe', 0.0002)
    try {
      const folder = await ground.copy()
      const child = await startChild(folder, { TEST_UNSAFE: 'yes' })
      const phone = openPhone(child, ground.cookie)
      const lanes = ground.rounds[0]?.lanes ?? []
      const lost: string[] = []
      for (const lane of lanes) {
        await child.passTime(ground.rounds[0]?.until as string, true)
        const answers = (await phone.give(lane)) ?? []
        await child.kill('both')
        await child.restart()
        lost.push(...(await lostOf(folder, { answers: new Map(answers.map((answer) => [answer.id, answer])) })))
        if (lost.length > 0) break
      }
      phone.close()
      await child.stop()
      assert.match(lost.join('\n'), /was acknowledged and is lost/)
    } finally {
      await ground.remove()
    }
  })

  const at = '2022-07-01T08:00:00.000Z'
  const row = { id: 'h', status: 'filed', changed_at: at }
  const town = (rows: Record<string, unknown>[], more: Partial<Snapshot> = {}): Snapshot => ({
    tables: Object.fromEntries(
      ['place', 'contact', 'hazard', 'visit', 'signature', 'clock', 'command', 'remark', 'file', 'event', 'notice'].map(
        (name) => [name, new Map(name === 'hazard' ? rows.map((one) => [String(one['id']), one]) : [])],
      ),
    ),
    events: [],
    cursors: [],
    unnumbered: 0,
    hazards: [],
    visits: [],
    ...more,
  })

  it('when a row is gone, there twice, or another', () => {
    assert.deepEqual(differences(town([row]), town([{ ...row, changed_at: '2022-07-01T08:00:04.000Z' }])), [])
    assert.deepEqual(differences(town([row]), town([])), ['hazard h is lost'])
    assert.deepEqual(differences(town([row]), town([row, { ...row, id: 'i' }])), ['hazard i is too much'])
    assert.deepEqual(differences(town([row]), town([{ ...row, status: 'dispatched' }])), [
      'hazard h differs at /status: "filed" and "dispatched"',
    ])
    assert.equal(differences(town([row]), town([{ ...row, changed_at: '2022-07-02T08:00:00.000Z' }])).length, 1)
  })

  it('when a number is missing, a reader stands still, or the log makes another hazard of it', () => {
    const event = { subject: 'n', type: 'notice.sent', data: {}, occurred: at, accountId: 'a', commandId: 'c' }
    const events = [
      { ...event, seq: 1 },
      { ...event, seq: 3 },
    ]
    assert.match(soundness(town([], { events })).join(), /have a hole/)
    assert.match(soundness(town([], { events: [{ ...event, seq: null }], unnumbered: 1 })).join(), /not numbered/)
    const cursors = [{ name: 'notices', seq: 1, skipped: [] }]
    assert.match(soundness(town([], { events, cursors })).join(), /notices stands at 1 of 2/)
    const [one, other] = [
      { ...event, seq: 2 },
      { ...event, seq: 1 },
    ]
    assert.match(soundness(town([], { events: [one, other] })).join(), /in another order than it happened/)
    const hazards = [{ id: 'n' }] as unknown as Snapshot['hazards']
    assert.match(soundness(town([], { hazards })).join(), /is not what its events make it/)
  })
})
