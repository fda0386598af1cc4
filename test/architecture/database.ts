/** What the schema and the code around it promise: scope in the database, one way into a transaction, no faces. */
import { type Finding, findIn, findInCode, type Rule } from './rule.ts'
import { isCode, isMigration, lineAt, places, type SourceFile, sqlCode } from './source.ts'

const opens = [
  /(?<!\b(?:mqtt|net|tls|socket|client\.socket))\.connect\s*\(/,
  /\bnew\s+(?:\w+\.)?(?:Pool|Client)\b/,
  /\.transaction\s*\(\s*\)/,
  /\.startTransaction\s*\(/,
]
const statesBegin = /(?:\bsql\s*`|\bquery\s*\(\s*['"`])\s*(?:begin|start transaction)\b/i

export const oneDoor: Rule = {
  name: 'only src/server/db opens connections and transactions',
  reason: 'the one helper sets the district and the scope of the actor; a second door would forget them',
  check: (files) => {
    const outside = files.filter(
      (file) => isCode(file) && file.path.startsWith('src/server/') && !file.path.startsWith('src/server/db/'),
    )
    return [
      ...findInCode(
        outside,
        new RegExp(opens.map((pattern) => pattern.source).join('|')),
        (found) => `${found} outside src/server/db`,
      ),
      ...outside.flatMap((file) => findIn(file, file.text, statesBegin, (found) => `${found} outside src/server/db`)),
    ]
  },
  bad: [
    { 'src/server/hazards/store.ts': 'const client = await pool.connect()' },
    { 'src/server/jobs/worker.ts': 'const pool = new pg.Pool({ max: 4 })' },
    { 'src/server/jobs/worker.ts': 'const pool = new Pool()' },
    { 'src/server/hazards/hazards.ts': 'await db.transaction().execute(work)' },
    { 'src/server/hazards/hazards.ts': 'await sql`begin`.execute(db)' },
    { 'src/server/cli/backup.ts': "await client.query('BEGIN isolation level serializable')" },
  ],
  good: [
    {
      'src/server/db/open.ts': 'const pool = new pg.Pool()\nconst client = await pool.connect()',
      'src/server/signals/broker.ts': 'const broker = mqtt.connect(url)',
      'src/server/hazards/hazards.ts': '// never pool.connect() here\nawait transaction(scope, work)',
    },
  ],
}

export const noFaces: Rule = {
  name: 'no column for a face, a vector or a biometric trait',
  reason: 'the system warns of crowded rooms without knowing anybody; what has no column cannot be kept',
  check: (files) =>
    files
      .filter(isMigration)
      .flatMap((file) =>
        findIn(
          file,
          sqlCode(file.text),
          /(?<![a-z])(?:faces?|facial|vectors?|embeddings?|biometrics?|fingerprints?)(?![a-z])/i,
          (found) => `"${found}" in the schema`,
        ),
      ),
  bad: [
    { 'src/server/db/migrations/district/0002-photos.sql': 'create table photo (\n  face_id uuid\n);' },
    { 'src/server/db/migrations/0001-shared.sql': 'alter table person add column embedding vector(512);' },
    { 'src/server/db/migrations/district/0003-people.sql': 'create table "person_biometric" (id uuid);' },
  ],
  good: [
    {
      'src/server/db/migrations/district/0002-places.sql':
        '-- no face here\ncreate index on place using gin (to_tsvector(name), surface, interface);',
    },
  ],
}

const tableCreated =
  /\bcreate\s+(?:unlogged\s+|foreign\s+)?table\s+(?:if\s+not\s+exists\s+)?((?:[\w]+|"[^"]+")(?:\.(?:[\w]+|"[^"]+"))?)/gi

export const scopedTables: Rule = {
  name: 'every table of a district enables and forces row level security',
  reason: 'who sees a row is decided in the database, for the owner of the table as well',
  check: (files) => {
    const sql = files.filter((file) => isMigration(file) && file.path.includes('/district/'))
    const all = sql.map((file) => sqlCode(file.text)).join('\n')
    return sql.flatMap((file) =>
      [...places(tableCreated, sqlCode(file.text))].flatMap((match) => unscoped(file, match, all)),
    )
  },
  bad: [
    { 'src/server/db/migrations/district/0001-people.sql': 'create table person (id uuid primary key);' },
    {
      'src/server/db/migrations/district/0001-people.sql':
        'create table if not exists person (id uuid);\nalter table person enable row level security;',
    },
    {
      'src/server/db/migrations/district/0001-people.sql':
        'create table person (id uuid);\n-- alter table person enable row level security;\nalter table person force row level security;',
    },
    {
      'src/server/db/migrations/district/0001-people.sql':
        'create table person (id uuid);\nalter table person_post enable row level security, force row level security;',
    },
  ],
  good: [
    {
      'src/server/db/migrations/district/0001-people.sql':
        'create table person (id uuid);\nCREATE TABLE post (id uuid);\nalter table person enable row level security, force row level security;',
      'src/server/db/migrations/district/0002-posts.sql':
        'alter table only post enable row level security;\nalter table post force row level security;\ncreate temp table scratch (id uuid);',
      'src/server/db/migrations/shared/0001-install.sql': 'create table migration (name text);',
    },
  ],
}

function unscoped(file: SourceFile, match: RegExpMatchArray & { index: number }, all: string): Finding[] {
  const table = match[1]!
  const altered = new RegExp(
    `\\balter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?${table.replace(/\W/g, '\\$&')}\\s+([^;]*)`,
    'gi',
  )
  const said = [...all.matchAll(altered)].map((found) => found[1]).join(';')
  const missing = ['enable', 'force'].filter(
    (verb) => !new RegExp(`\\b${verb}\\s+row\\s+level\\s+security`, 'i').test(said),
  )
  if (missing.length === 0) return []
  return [
    {
      path: file.path,
      line: lineAt(file.text, match.index),
      what: `table ${table} does not ${missing.join(' nor ')} row level security`,
    },
  ]
}

export const noTriggers: Rule = {
  name: 'no triggers',
  reason: 'Citus does not run them on a district placed elsewhere, and a reader of the verb would not see them',
  check: (files) =>
    files
      .filter(isMigration)
      .flatMap((file) =>
        findIn(
          file,
          sqlCode(file.text),
          /\bcreate\s+(?:or\s+replace\s+)?(?:constraint\s+|event\s+)?trigger\b/i,
          (found) => `"${found}"`,
        ),
      ),
  bad: [
    {
      'src/server/db/migrations/district/0004-events.sql':
        'create trigger stamp before insert on event execute function stamp();',
    },
    {
      'src/server/db/migrations/0004-events.sql':
        'CREATE OR REPLACE CONSTRAINT TRIGGER stamp after insert on event execute function stamp();',
    },
  ],
  good: [
    {
      'src/server/db/migrations/district/0004-events.sql':
        '-- create trigger would not run on a node\ncreate table event ();',
    },
  ],
}
