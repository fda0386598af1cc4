/** Key under which the phone's session is known to the queries. */
export const sessionKey = ['session', 'field'] as const
