/** A department line (条线): who answers for a check item. Names are those of the check catalogue's `responsible_department`. */
export const departmentLines = [
  { code: 'fire', name: '消防救援大队' },
  { code: 'emergency', name: '应急管理站(安监)' },
  { code: 'village', name: '村社网格' },
  { code: 'housing', name: '规划建设办(住建)' },
  { code: 'market', name: '市场监管所' },
  { code: 'police', name: '公安派出所' },
  { code: 'enforcement', name: '综合行政执法队' },
  { code: 'education', name: '教育办' },
  { code: 'traffic', name: '交警中队' },
  { code: 'health', name: '卫健办' },
  { code: 'religion', name: '民宗办' },
  { code: 'transport', name: '交通运输所' },
  { code: 'post', name: '邮政管理局' },
] as const

export type DepartmentCode = (typeof departmentLines)[number]['code']

/** The line of that name, or undefined: a town may import a catalogue with departments of its own. */
export function findDepartmentByName(name: string): (typeof departmentLines)[number] | undefined {
  return departmentLines.find((line) => line.name === name)
}
