import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sizeOf } from '#web/field/app/size.ts'
import { type Surroundings, standingOf } from '#web/field/app/standing.ts'

const android =
  'Mozilla/5.0 (Linux; Android 14; V2283A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1'
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15'

const here = (userAgent: string, more: Partial<Surroundings> = {}) =>
  standingOf({ userAgent, touchPoints: 0, installed: false, hasWorkers: true, hasStore: true, ...more })

test('an Android browser may be relied on, installed or not', () => {
  assert.equal(here(android).notOffline, null)
  assert.equal(here(android, { installed: true }).notOffline, null)
})

test('an iPhone and an iPad only from the home screen', () => {
  assert.equal(here(iphone).notOffline, 'notInstalled')
  assert.equal(here(iphone, { installed: true }).notOffline, null)
  assert.equal(here(mac, { touchPoints: 5 }).notOffline, 'notInstalled')
  assert.equal(here(mac).notOffline, null)
})

test('inside WeChat and DingTalk nothing is promised, on any phone', () => {
  for (const phone of [android, iphone]) {
    assert.deepEqual(
      [here(`${phone} MicroMessenger/8.0.49`).host, here(`${phone} MicroMessenger/8.0.49`).notOffline],
      ['wechat', 'webView'],
    )
    assert.deepEqual(
      [
        here(`${phone} AliApp(DingTalk/7.6)`, { installed: true }).host,
        here(`${phone} AliApp(DingTalk/7.6)`).notOffline,
      ],
      ['dingtalk', 'webView'],
    )
  }
})

test('a browser without a worker or a store cannot keep anything', () => {
  assert.equal(here(android, { hasWorkers: false }).notOffline, 'noWorker')
  assert.equal(here(android, { hasStore: false }).notOffline, 'noWorker')
})

test('sizes are read at a glance', () => {
  const megabyte = 1024 * 1024
  assert.deepEqual([0, 3.25 * megabyte, 99.96 * megabyte, 640 * megabyte, 1500 * megabyte].map(sizeOf), [
    '0.0 MB',
    '3.3 MB',
    '100.0 MB',
    '640 MB',
    '1.5 GB',
  ])
})
