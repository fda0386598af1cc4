import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { pictureFolder, pictureFor, pictureForItem, pictures } from '#server/demo/pictures.ts'

describe('the drawn pictures', () => {
  it('are all there, none left over, each a JPEG of 640 × 480 below 25 kB', async () => {
    const files = (await readdir(pictureFolder)).sort()
    assert.deepEqual(files, pictures.map(({ file }) => file).sort())
    for (const file of files) {
      const bytes = await readFile(new URL(file, pictureFolder))
      assert.deepEqual([...bytes.subarray(0, 3)], [0xff, 0xd8, 0xff], file)
      assert.ok(bytes.length <= 25_000, `${file}: ${bytes.length}`)
      assert.deepEqual(sizeOfJpeg(bytes), { width: 640, height: 480 }, file)
    }
  })

  it('go in pairs: the same n before and after is the same place', () => {
    for (let n = 0; n < 9; n++) {
      const before = pictureFor('疏散', 'before', n)
      assert.equal(before.category, '疏散')
      assert.deepEqual(pictureFor('疏散', 'after', n), {
        ...before,
        moment: 'after',
        file: before.file.replace('before', 'after'),
      })
    }
    assert.notEqual(pictureFor('疏散', 'before', 0).name, pictureFor('疏散', 'before', 1).name)
  })

  it('answer for every category, known or not', () => {
    assert.equal(pictureFor('食堂燃气', 'before').category, '燃气')
    assert.equal(pictureFor('从未听说', 'before', 12).category, '管理')
  })

  it('show a check item literally where one is drawn', () => {
    assert.equal(pictureForItem({ code: 'RNT-EB-01', category: '电动车' }, 'before').file, 'ebike-indoors-before.jpg')
    assert.equal(pictureForItem({ code: 'REL-DM-01', category: '住宿' }, 'after').file, 'workshop-bed-after.jpg')
  })

  it('claim no check item twice', () => {
    const claimed = pictures.filter(({ moment }) => moment === 'before').flatMap(({ checkItems }) => checkItems)
    assert.equal(new Set(claimed).size, claimed.length)
  })
})

/** Width and height from the start-of-frame segment (SOF0 or SOF2). */
function sizeOfJpeg(bytes: Buffer): { width: number; height: number } | undefined {
  let at = 2
  while (at < bytes.length - 9) {
    const marker = bytes[at + 1]
    if (marker === 0xc0 || marker === 0xc2)
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
