import { type Edge, hazardEdges } from './hazards-edges.ts'
import {
  evidenceArrived,
  finderOfVisit,
  fixRecorded,
  type Guard,
  inspectionLinked,
  notFinder,
  visitSigned,
} from './hazards-guards.ts'

/** Which facts beyond the hazard itself the rules of a command look at, so that no others need be fetched. */
export type HazardNeeds = { visit: boolean; inspections: boolean; awaited: boolean }

const looksAtVisit: readonly Guard[] = [notFinder, finderOfVisit, fixRecorded, visitSigned]
const looksAtInspections: readonly Guard[] = [inspectionLinked]

const nothing: HazardNeeds = { visit: false, inspections: false, awaited: false }
const needs = new Map(
  Object.entries(hazardEdges as Record<string, Edge>).map(([action, { guards }]) => [
    action,
    {
      visit: guards.some((guard) => looksAtVisit.includes(guard)),
      inspections: guards.some((guard) => looksAtInspections.includes(guard)),
      awaited: guards.includes(evidenceArrived),
    },
  ]),
)

export function hazardNeeds(commandType: string): HazardNeeds {
  return needs.get(commandType) ?? nothing
}
