import type { FastifyInstance } from 'fastify'

/**
 * Every route of the app as "METHOD /path/:id": those that the document of the interface names, and those that it
 * hides, which the router knows.
 */
export function routesOf(app: FastifyInstance): string[] {
  const { paths = {} } = app.swagger() as { paths?: Record<string, Record<string, unknown>> }
  const named = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  return [...new Set([...named, ...routed(app.printRoutes({ commonPrefix: false }))])].sort()
}

/** The router prints a tree: four columns to a level, each line the end of a path and its methods. */
function routed(tree: string): string[] {
  const prefixes: string[] = []
  return tree.split('\n').flatMap((line) => {
    const found = /^((?:[│ ] {3})*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (found === null) return []
    const depth = (found[1] ?? '').length / 4
    const path = (depth === 0 ? '' : (prefixes[depth - 1] ?? '')) + found[2]
    prefixes[depth] = path
    const methods = (found[3] ?? '')
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD' && method !== 'OPTIONS')
    return methods.map((method) => `${method} ${path}`)
  })
}
