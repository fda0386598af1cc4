/** The cookie that stands for a session. Its value is known to the browser alone; the server keeps a digest. */
export const cookieName = 'bihuan'
