import path from 'node:path'

/** Everything the process takes from its surroundings, read once at the start. */
export type Config = {
  port: number
  host: string
  /** The address that links in notices carry. */
  publicUrl: string
  dataFolder: string
  filesFolder: string
  keysFile: string
  /** The key that seals, beside the keys. */
  signingKeysFile: string
  /** Its public part, for everybody; and the newest seals, kept where the database does not reach. */
  publishedKeysFile: string
  sealHeadsFile: string
  databaseUrl: string | null
  /** `log` shows texts in the desk; an http(s) address gets a signed POST per text. */
  sms: string
  trustedProxies: string | false
  tls: { cert: string; key: string } | null
  logLevel: string
}

export function readConfig(
  env: NodeJS.ProcessEnv,
  given: { data?: string; port?: number; host?: string } = {},
): Config {
  const dataFolder = path.resolve(given.data ?? env['BIHUAN_DATA'] ?? './data')
  const port = given.port ?? Number(env['PORT'] ?? 8080)
  const host = given.host ?? env['HOST'] ?? '127.0.0.1'
  const cert = env['BIHUAN_TLS_CERT']
  const key = env['BIHUAN_TLS_KEY']
  const keysFile = path.resolve(env['BIHUAN_KEYS'] ?? path.join(dataFolder, 'keys.json'))
  const tls = cert && key ? { cert, key } : null
  return {
    port,
    host,
    publicUrl: env['BIHUAN_PUBLIC_URL'] ?? `${tls ? 'https' : 'http'}://${host}:${port}`,
    dataFolder,
    filesFolder: path.resolve(env['BIHUAN_FILES'] ?? path.join(dataFolder, 'files')),
    keysFile,
    signingKeysFile: path.join(path.dirname(keysFile), 'signing-keys.json'),
    publishedKeysFile: path.join(dataFolder, 'bihuan-keys.json'),
    sealHeadsFile: path.join(dataFolder, 'seal-heads.json'),
    databaseUrl: env['DATABASE_URL'] || null,
    sms: env['BIHUAN_SMS'] ?? 'log',
    trustedProxies: env['BIHUAN_TRUSTED_PROXIES'] ?? false,
    tls,
    logLevel: env['LOG_LEVEL'] ?? 'info',
  }
}
