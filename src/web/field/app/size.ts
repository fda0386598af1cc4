const megabyte = 1024 * 1024

/** "3.2 MB"; gigabytes from a thousand on. */
export function sizeOf(bytes: number): string {
  if (bytes >= 1000 * megabyte) return `${(bytes / (1024 * megabyte)).toFixed(1)} GB`
  return `${(bytes / megabyte).toFixed(bytes < 100 * megabyte ? 1 : 0)} MB`
}
