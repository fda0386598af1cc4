#!/usr/bin/env node
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backup } from './backup.ts'
import { demo } from './demo.ts'
import { importFile, importKinds } from './import.ts'
import { keys } from './keys.ts'
import { rebuild } from './rebuild.ts'
import { report } from './report.ts'
import { restore } from './restore.ts'
import { start } from './start.ts'
import { interrupted } from './stopping.ts'
import { UsageError } from './usage-error.ts'
import { verifyLog, verifyReceipt } from './verify.ts'

const usage = `bihuan COMMAND

  demo [--full] [--port N] [--data DIR] [--no-serve]
                                              a town in a fresh folder, with its history, ready to try: a sample, or with
                                              --full the whole pilot of 2022. Interrupted, it goes on with the same --data
  start [--port N] [--data DIR]               serve an installation (DATABASE_URL, or the embedded server in BIHUAN_DATA)
  migrate                                     bring the database to this version's form
  backup FILE [--data DIR]                    everything but the keys in one new file, also while it is served
  restore FILE [--data DIR]                   put a backup into an empty folder or database
  import KIND FILE.csv [--dry-run] [--errors FILE.csv] [--district CODE] [--data DIR]
                                              KIND: units, checkitems. All of the file, or nothing when a row does not fit
  verify [--keys FILE] [--data DIR]           follow every seal of the log, as JSON
  verify --receipt FILE [--keys FILE] [--data DIR]
                                              check one receipt with the published keys alone
  keys [--rotate [--lost] [--algorithm sm2]] [--data DIR]
                                              print the published keys; make the next one. --lost: the file of the one
                                              before is nowhere any more
  rebuild tallies [--district CODE] [--data DIR]
                                              count the roll-ups anew from the rows and the log: the same figures
  report KIND [--date YYYY-MM-DD] [--unit CODE] [--format json|md] [--district CODE] [--data DIR]
                                              KIND: pilot, survey, rectify, manage. Figures up to the end of that day,
                                              for a unit and all below it, on stdout
`

/** Exit code 0 when all went well, 2 for bad usage; anything else is a failure with its reason on stderr. */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      host: { type: 'string' },
      serve: { type: 'boolean', default: true },
      full: { type: 'boolean', default: false },
      help: { type: 'boolean' },
      'dry-run': { type: 'boolean', default: false },
      errors: { type: 'string' },
      district: { type: 'string' },
      receipt: { type: 'string' },
      keys: { type: 'string' },
      rotate: { type: 'boolean', default: false },
      lost: { type: 'boolean', default: false },
      algorithm: { type: 'string' },
      date: { type: 'string' },
      unit: { type: 'string' },
      format: { type: 'string', default: 'json' },
    },
    allowNegative: true,
  })
  const [command, ...rest] = positionals
  const port = values.port === undefined ? undefined : Number(values.port)
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536))
    throw new UsageError(`--port wants a number from 0 to 65535, not ${values.port}`)
  const given = {
    ...(port === undefined ? {} : { port }),
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.host === undefined ? {} : { host: values.host }),
  }
  if (command === 'demo') return demo(given, { serve: values.serve, full: values.full })
  if (command === 'start') return start(given, 'serve')
  if (command === 'migrate') return start(given, 'migrate')
  if (command === 'verify')
    return values.receipt === undefined
      ? verifyLog(given, values.keys)
      : verifyReceipt(given, values.receipt, values.keys)
  if (command === 'keys') {
    const { rotate, lost, algorithm } = values
    return keys(given, { rotate, lost, ...(algorithm === undefined ? {} : { algorithm }) })
  }
  if (command === 'rebuild') {
    const [what, ...more] = rest
    if (more.length > 0) throw new UsageError('Rebuild what? tallies')
    return rebuild(given, what, values.district)
  }
  if (command === 'report') {
    const [kind, ...more] = rest
    if (more.length > 0) throw new UsageError('Which one report?')
    const { date, unit, format, district } = values
    return report(given, kind, {
      format,
      ...(date === undefined ? {} : { date }),
      ...(unit === undefined ? {} : { unit }),
      ...(district === undefined ? {} : { district }),
    })
  }
  if (command === 'backup' || command === 'restore') {
    const [file, ...more] = rest
    if (file === undefined || more.length > 0) throw new UsageError(`${command} wants one file.`)
    return command === 'backup' ? backup(given, file) : restore(given, file)
  }
  if (command === 'import') {
    const [kind, file, ...more] = rest
    if (kind === undefined || !importKinds.includes(kind))
      throw new UsageError(`Import what? ${importKinds.join(' or ')}`)
    if (file === undefined || more.length > 0) throw new UsageError('Import which one file?')
    const { errors, district } = values
    if (errors !== undefined && resolve(errors) === resolve(file))
      throw new UsageError('--errors names the file that is to be imported.')
    return importFile(given, kind, file, {
      dryRun: values['dry-run'],
      ...(errors === undefined ? {} : { errors }),
      ...(district === undefined ? {} : { district }),
    })
  }
  throw new UsageError(command === undefined ? 'Which command?' : `There is no command ${command}.`)
}

try {
  process.exitCode = await main()
  // What was asked to stop waits for nothing that still goes on beside it, such as a web build.
  if (process.exitCode === interrupted) process.exit()
} catch (error) {
  const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.stderr.write(isUsage ? `${(error as Error).message}\n\n${usage}` : `${(error as Error).message}\n`)
  if (!isUsage && process.env['LOG_LEVEL'] === 'debug') process.stderr.write(`${(error as Error).stack}\n`)
  process.exitCode = isUsage ? 2 : 1
}
