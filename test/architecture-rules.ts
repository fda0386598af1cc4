/** Every rule about the shape of the code. A rule stands beside its proof, in the file of its subject. */
import { noFaces, noTriggers, oneDoor, scopedTables } from './architecture/database.ts'
import { direction, nounOrder } from './architecture/direction.ts'
import { importShape, noBarrels, noCycles } from './architecture/imports.ts'
import { localTime, purity } from './architecture/purity.ts'
import type { Rule } from './architecture/rule.ts'
import { fileLength, marks, names, typicalLength } from './architecture/sizes.ts'
import { noLater, noMachinePaths } from './architecture/words.ts'

export const rules: Rule[] = [
  direction,
  nounOrder,
  importShape,
  noBarrels,
  noCycles,
  names,
  fileLength,
  typicalLength,
  purity,
  localTime,
  oneDoor,
  scopedTables,
  noTriggers,
  noFaces,
  marks,
  noLater,
  noMachinePaths,
]
