/** What is wrong with a log, by name. */
export const logFaults = [
  'altered',
  'deleted',
  'inserted',
  'reordered',
  'key',
  'signature',
  'root',
  'chain',
  'truncated',
] as const
export type LogFault = (typeof logFaults)[number]

export type FirstBad = {
  kind: LogFault
  district: string
  /** The seal, the event's number and its id, as far as they are known. */
  seal?: number
  seq?: number
  event?: string
  detail: string
}

export type Fault = Omit<FirstBad, 'district'>
