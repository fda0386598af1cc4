/** `node replay-child.ts FOLDER SHARE`: prepares a demo there, and says line by line how far it is. */
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/open.ts'
import { prepareDemo } from '#server/demo/prepare.ts'

const [folder = '', share = ''] = process.argv.slice(2)
const config = { ...readConfig({ LOG_LEVEL: 'warn' }, { data: folder, port: 0 }), databaseUrl: null }
const database = await openDatabase(config)
try {
  await prepareDemo(
    config,
    database,
    { share: Number(share) },
    {
      say: (line) => process.stdout.write(`said ${line}\n`),
      progress: (done, total) => process.stdout.write(`done ${done} ${total}\n`),
    },
  )
} finally {
  await database.close()
}
