import type { EvidenceKind } from '#domain/standards.ts'
import { ApiProblem, type StoredFile } from '#web/api.ts'
import { api } from '#web/paths.ts'

export type UploadTo = { token: string; code: string }

/**
 * Sends one file through the link and tells the share (0 … 1) that has left the phone.
 * Not `fetch`, because that cannot say how far it is, and on a slow network the owner must see it move.
 * Rejects with an ApiProblem; the same bytes sent again give the same hash.
 */
export function uploadProof(
  to: UploadTo,
  file: Blob,
  kind: EvidenceKind,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', api.publicUpload(to.token, kind))
    request.setRequestHeader('x-bihuan', '1')
    request.setRequestHeader('x-code', to.code)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total)
    request.onload = () =>
      request.status >= 200 && request.status < 300 && request.response !== null
        ? resolve(request.response as StoredFile)
        : reject(refused(request))
    request.onerror = () => reject(new ApiProblem('network.unreachable', 0))
    request.onabort = () => reject(new ApiProblem('network.unreachable', 0))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

function refused(request: XMLHttpRequest): ApiProblem {
  const told = request.response as {
    code?: ApiProblem['code']
    facts?: Record<string, unknown>
    requestId?: string
  } | null
  return new ApiProblem(
    told?.code ?? (request.status === 413 ? 'file.too_large' : 'server.failed'),
    request.status,
    told ?? {},
  )
}
