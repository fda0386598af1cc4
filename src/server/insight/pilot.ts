import { type Mode, modes } from '#domain/standards.ts'
import type { Tx } from '#server/db/transaction.ts'
import { type FieldUnit, type Figure, type Frame, share } from './figures.ts'
import {
  countInspected,
  countRegistered,
  countUnits,
  type HazardTally,
  type Standing,
  tallyHazards,
} from './pilot-counts.ts'

/** The classes of places by which the pilot counts hazards. Rooms are counted with the houses in which they lie. */
export const pilotClasses = {
  enterprise: ['enterprise'],
  shop: ['shop'],
  rental: ['rental', 'room'],
} as const

/**
 * The pilot's figures as the records stood at the end of a day, whenever they are asked for. What no machinery counts yet
 * is not there: never 0. `tx` must be one snapshot.
 */
export async function pilot(tx: Tx, standing: Standing, frame: Frame): Promise<Figure[]> {
  const inspected = await countInspected(tx, standing)
  const units = await countUnits(tx, standing)
  const tallies = await tallyHazards(tx, standing)
  const plain = (key: string, value: number, unit: FieldUnit, what: string) =>
    share(frame, key, value, null, unit, `v1 count(${what})`)
  const places = (key: string, kind: 'enterprise' | 'shop' | 'room', unit: FieldUnit) =>
    plain(
      key,
      inspected.get(kind) ?? 0,
      unit,
      `place of kind ${kind}, duplicates merged by the end of the period as the one they went into; some visit or inspection of it finished by then`,
    )
  const found = (key: string, among: string, rows: readonly HazardTally[]) =>
    plain(key, sum(rows, 'found'), '处', `hazard${among}; found by the end of the period, not void by then`)
  const rectified = (key: string, among: string, rows: readonly HazardTally[]) =>
    share(
      frame,
      key,
      sum(rows, 'rectified'),
      sum(rows, 'found'),
      '处',
      `v1 count(hazard${among}; closed or closed down by the end of the period and not opened again by then) of the found ones`,
    )
  const ofClass = (name: keyof typeof pilotClasses) =>
    tallies.filter(({ kind }) => (pilotClasses[name] as readonly string[]).includes(kind))
  const ofMode = (mode: Mode) => tallies.filter((row) => row.mode === mode)
  const at = (name: keyof typeof pilotClasses) => ` at places of kind ${pilotClasses[name].join(' or ')}`
  const inForce = (kind: string) => `unit of kind ${kind} in force at the end of the period`
  return [
    places('enterprises.inspected', 'enterprise', '家'),
    places('shops.inspected', 'shop', '个'),
    places('rentals.inspected', 'room', '间'),
    found('hazards.found', '', tallies),
    rectified('hazards.rectified', '', tallies),
    ...(['enterprise', 'shop'] as const).flatMap((name) => [
      found(`hazards.${name}.found`, at(name), ofClass(name)),
      rectified(`hazards.${name}.rectified`, at(name), ofClass(name)),
    ]),
    found('hazards.rental.found', at('rental'), ofClass('rental')),
    ...modes.flatMap((mode) => [
      found(`hazards.${mode}.found`, ` of mode ${mode} then`, ofMode(mode)),
      rectified(`hazards.${mode}.rectified`, ` of mode ${mode} then`, ofMode(mode)),
    ]),
    plain('grids', units.get('grid') ?? 0, '个', inForce('grid')),
    plain('microGrids', units.get('microGrid') ?? 0, '个', inForce('microGrid')),
    plain('villages', units.get('village') ?? 0, '个', inForce('village')),
    plain(
      'microParks',
      await countRegistered(tx, 'microPark', standing),
      '个',
      `place of kind microPark registered by the end of the period, not merged into another by then`,
    ),
  ]
}

const sum = (rows: readonly HazardTally[], what: 'found' | 'rectified') =>
  rows.reduce((total, row) => total + row[what], 0)
