import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roomLabels } from '#web/field/room-labels.ts'

test('a room is called by its number, unless two would be called the same', () => {
  assert.deepEqual(roomLabels(['民丰路9号302室', '民丰路9号303室', '阁楼']), ['302室', '303室', '阁楼'])
  assert.deepEqual(roomLabels(['东楼302室', '西楼302室']), ['东楼302室', '西楼302室'])
  assert.deepEqual(roomLabels(['民丰路302室', '民丰路2-201', 'A栋']), ['302室', '2-201', 'A栋'])
  assert.deepEqual(roomLabels([]), [])
})
