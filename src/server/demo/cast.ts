import type { Role } from '#domain/people.ts'

/** Someone who can sign in to the demo. All are invented; `unitPath` is the unit of the post (`allUnits`). */
export type CastMember = {
  loginName: string
  displayName: string
  phone: string
  role: Role
  /** the post as people say it */
  post: string
  unitPath: string
  /** 行政执法证号, invented (YS = 演示); inspectors hold one, and one of the two officers */
  certificateNo: string | null
}

type Given = [
  loginName: string,
  displayName: string,
  role: Role,
  post: string,
  unitPath: string,
  certificateNo?: string,
]

const guali = '/330109/113/'
const minfenghe = '/330109/113/245/'

const given: Given[] = [
  ['chenjianguo', '陈建国', 'gridWorker', '民丰河村第一网格 专职网格员', `${minfenghe}001/`],
  ['lixiaoman', '李小满', 'gridWorker', '民丰河村第一网格 微网格员', `${minfenghe}001/03/`],
  ['zhaomingyuan', '赵明远', 'inspector', '综合行政执法队 执法队员', `${guali}@enforcement/`, 'YS33010911301'],
  ['sunlixin', '孙立新', 'inspector', '综合行政执法队 执法队员', `${guali}@enforcement/`, 'YS33010911302'],
  ['wangguilan', '王桂兰', 'villageCadre', '民丰河村 村委委员、网格长', minfenghe],
  ['zhouxiaolan', '周晓岚', 'townDesk', '瓜沥镇 综合信息指挥室', guali],
  ['wuzhiqiang', '吴志强', 'departmentOfficer', '消防救援大队 监督员', `${guali}@fire/`, 'YS33010911303'],
  ['zhenghaiyan', '郑海燕', 'departmentOfficer', '应急管理站(安监) 科员', `${guali}@emergency/`],
  ['fenglicheng', '冯立诚', 'supervisor', '除险保安专班 督查组', guali],
  ['hewenbin', '何文彬', 'leader', '瓜沥镇 分管领导', guali],
  ['xuan', '许安', 'administrator', '瓜沥镇 系统管理员', guali],
  ['jiangmin', '蒋敏', 'auditor', '萧山区 审计员', '/330109/'],
  ['yuxiuzhen', '俞秀珍', 'gridWorker', '长联村第一网格 专职网格员', '/330109/113/264/001/'],
  ['tangweidong', '汤卫东', 'townDesk', '宁围街道 综合信息指挥室', '/330109/013/'],
  ['fangruoxi', '方若溪', 'townDesk', '湖滨街道 综合信息指挥室', '/330102/003/'],
]

/** The first twelve work in 瓜沥镇; the last three are neighbours, to show what each may not see. */
export const cast: readonly CastMember[] = given.map(
  ([loginName, displayName, role, post, unitPath, certificateNo], i) => ({
    loginName,
    displayName,
    phone: `1940000${String(9001 + i)}`,
    role,
    post,
    unitPath,
    certificateNo: certificateNo ?? null,
  }),
)

/** Throws when nobody of that login name is in the cast. */
export function castMember(loginName: string): CastMember {
  const member = cast.find((one) => one.loginName === loginName)
  if (!member) throw new RangeError(`nobody in the demo is called ${loginName}`)
  return member
}
