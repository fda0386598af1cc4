import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { linearise, type Model, type Op } from '#test/history/linearise.ts'

// A single number: `set` gives its version, `read` what stands there. The smallest thing that can be got wrong.
type Call = { kind: 'set'; to: number } | { kind: 'add' } | { kind: 'read' }
type State = number

const model: Model<State, Call, number> = {
  initial: 0,
  key: String,
  step(state, call, answer) {
    const after = call.kind === 'set' ? call.to : call.kind === 'add' ? state + 1 : state
    if (answer === null) return call.kind === 'read' ? [] : [after]
    return answer === after ? [after] : []
  },
  onlyLooks: (_, call) => call.kind === 'read',
}

const op = (
  call: Call,
  invoked: number,
  returned: number | null,
  answer: number | null,
  follows: number | null = null,
): Op<Call, number> => ({ call, invoked, returned, answer, follows })
const set = (to: number, from: number, until: number | null) =>
  op({ kind: 'set', to }, from, until, until === null ? null : to)
const add = (answer: number, from: number, until: number, follows: number | null = null) =>
  op({ kind: 'add' }, from, until, answer, follows)
const read = (answer: number, from: number, until: number) => op({ kind: 'read' }, from, until, answer)
const holds = (...history: Op<Call, number>[]) => linearise(model, history).ok

describe('one order that all callers could have seen', () => {
  it('is found where calls came one after the other', () => {
    assert.ok(holds(set(1, 0, 1), read(1, 2, 3), add(2, 4, 5), read(2, 6, 7)))
  })

  it('is found where one must be tried and taken back: the later call comes first', () => {
    assert.ok(holds(set(1, 0, 10), set(2, 1, 9), read(2, 11, 12)))
    assert.ok(holds(set(1, 0, 10), set(2, 1, 9), read(1, 11, 12)))
  })

  it('is not there for a lost update: two add one to the same number', () => {
    assert.equal(holds(add(1, 0, 5), add(1, 1, 6)), false)
    assert.ok(holds(add(1, 0, 5), add(2, 1, 6)))
  })

  it('is not there for a stale read: what somebody had been told is gone again', () => {
    assert.equal(holds(set(1, 0, 1), read(0, 2, 3)), false)
    assert.ok(holds(set(1, 0, 4), read(0, 2, 3)))
  })

  it('is not there for two readers of whom the later one sees the earlier state', () => {
    assert.equal(holds(set(1, 0, 9), read(1, 1, 2), read(0, 3, 4)), false)
    assert.ok(holds(set(1, 0, 9), read(1, 1, 4), read(0, 2, 3)))
  })

  it('is not there for a doubled effect', () => {
    assert.equal(holds(add(1, 0, 1), read(2, 2, 3)), false)
  })

  it('may count in a call that nobody answered, or leave it out, and never before it was made', () => {
    const lost = op({ kind: 'add' }, 2, null, null)
    assert.ok(holds(lost, read(0, 3, 4)))
    assert.ok(holds(lost, read(1, 3, 4)))
    assert.ok(holds(lost, read(0, 3, 4), read(1, 5, 6)))
    assert.equal(holds(lost, read(1, 3, 4), read(0, 5, 6)), false)
    assert.equal(holds(lost, read(1, 0, 1)), false)
    assert.equal(holds(lost, read(2, 3, 4)), false)
  })

  it('keeps the order of a batch, although its calls were under way at once', () => {
    assert.equal(holds(add(2, 0, 9), add(1, 0, 9, 0)), false)
    assert.ok(holds(add(1, 0, 9), add(2, 0, 9, 0)))
  })

  it('says which calls cannot be placed', () => {
    const verdict = linearise(model, [set(1, 0, 1), read(0, 2, 3), read(1, 4, 5)])
    assert.ok(!verdict.ok)
    assert.deepEqual(verdict.longest, [0])
    assert.deepEqual(verdict.stuck, [1])
  })

  it('is the same as trying every order, for all small histories', () => {
    const call = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), to: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ kind: fc.constant('add' as const) }),
      fc.record({ kind: fc.constant('read' as const) }),
    )
    const history = fc.array(
      fc
        .record({
          call,
          invoked: fc.integer({ min: 0, max: 12 }),
          lasts: fc.integer({ min: 0, max: 8 }),
          answer: fc.integer({ min: 0, max: 3 }),
          lost: fc.boolean(),
        })
        .map(({ call, invoked, lasts, answer, lost }) =>
          lost && lasts % 3 === 0
            ? op(call, invoked, null, null)
            : op(call, invoked, invoked + lasts, call.kind === 'set' ? call.to : answer),
        ),
      { maxLength: 6 },
    )
    let held = 0
    fc.assert(
      fc.property(history, (ops) => {
        const expected = byTryingAll(ops)
        if (expected) held += 1
        assert.equal(linearise(model, ops).ok, expected, JSON.stringify(ops))
      }),
      { numRuns: 3000, seed: 42 },
    )
    assert.ok(held > 300 && held < 2700, `${held} of 3000 hold`)
  })
})

/** Every order of every choice of unanswered calls, straight from the definition. */
function byTryingAll(ops: readonly Op<Call, number>[]): boolean {
  const fits = (left: readonly Op<Call, number>[], state: State): boolean => {
    if (left.every(({ answer }) => answer === null)) return true
    return left.some((one) => {
      const early = left.every((other) => other === one || other.returned === null || other.returned >= one.invoked)
      const rest = left.filter((other) => other !== one)
      return early && model.step(state, one.call, one.answer).some((next) => fits(rest, next))
    })
  }
  return fits(ops, model.initial)
}
