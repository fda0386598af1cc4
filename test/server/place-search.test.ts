import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { Place } from '#domain/places.ts'
import { sql } from '#server/db/sql.ts'
import { listPlaces, type PlaceQuery } from '#server/places/list.ts'
import { openTown, type Town } from './people-town.ts'
import { putPlaces } from './reports-rows.ts'

const homes = ['/330109/113/245/001/', '/330109/113/245/001/03/', '/330109/113/264/', '/330109/013/']
const readers = ['district', 'desk', 'cadre', 'worker', 'officer', 'other'] as const

let town: Town
before(async () => {
  town = await openTown()
  const words = ['民丰', '纺织', '织厂', 'A座', 'a座', '%_', "O'Neil", '\\', '𠮷野家', '（1号）', '  ', 'Café']
  const drawn = fc.sample(
    fc.record({
      home: fc.constantFrom(...homes),
      kind: fc.constantFrom('enterprise' as const, 'shop' as const, 'room' as const),
      name: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }),
      address: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }),
    }),
    { numRuns: 150, seed: 7 },
  )
  const places = drawn.map(({ home, kind, name, address }, n) => ({
    scopePath: home,
    kind,
    name: name.join(''),
    address: address.join(''),
    uscc: n === 0 ? '913301097046987519' : null,
  }))
  await putPlaces(town, places)
})
after(() => town.close())

const words = [
  '民丰',
  '织',
  '丰纺',
  '纺织厂',
  'a座',
  'A座',
  '%',
  '_',
  '%_',
  "o'n",
  '\\',
  '𠮷',
  '野家（',
  '号）',
  'CAFÉ',
  '没有',
  '913301097046987519',
  '民丰 ',
]

/** Looked through one by one. */
function byHand(places: readonly Place[], q: string): string[] {
  const asked = q.trim().toLowerCase()
  const inName = ({ name }: Place) => name.toLowerCase().includes(asked)
  const found = (place: Place) =>
    inName(place) ||
    place.uscc === asked.toUpperCase() ||
    ([...asked].length > 1 && place.address.toLowerCase().includes(asked))
  return places.filter((place) => place.kind !== 'room' && found(place)).map(({ id }) => id)
}

test('a search finds what has the words in name or address, within reach, in order of name, page by page', async () => {
  let matches = 0
  for (const login of readers) {
    await town.database.transactions.read(town.district, await town.actor(login), async (tx) => {
      const { rows } = await sql<Place>`select * from place order by name, id`.execute(tx)
      for (const q of words) {
        for (const unit of [undefined, '/330109/113/245/', '/330109/113/245/001/03/']) {
          const inUnit = rows.filter((place) => place.scopePath.startsWith(unit ?? ''))
          const wanted = byHand(inUnit, q)
          matches += wanted.length
          const query = { q, limit: 4, ...(unit === undefined ? {} : { unit }) }
          assert.deepEqual(await pages(tx, query), wanted, `${login} ${q} ${unit}`)
        }
      }
    })
  }
  assert.ok(matches > 500, `${matches} places found`)
})

async function pages(tx: Parameters<typeof listPlaces>[0], query: PlaceQuery): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const { rows, next } = await listPlaces(tx, { ...query, ...(cursor === undefined ? {} : { cursor }) })
    ids.push(...rows.map(({ id }) => id))
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return ids
}
