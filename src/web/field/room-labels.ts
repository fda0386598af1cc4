/** "民丰路9号302室" is "302室" as long as no other room of the house is; a name without a number stays whole. */
export function roomLabels(names: readonly string[]): string[] {
  const short = names.map((name) => /[0-9A-Za-z-]+[室房号间]?$/u.exec(name)?.[0] ?? name)
  return new Set(short).size === names.length ? short : [...names]
}
