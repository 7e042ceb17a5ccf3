/**
 * Milliseconds until `expiresAt` by the server's clock (B24): `serverTime` is the server's when it answered, `answeredAt` and `now`
 * are this device's. Never below zero.
 */
export function remaining(serverTime: string, expiresAt: string, answeredAt: number, now: number): number {
    return Math.max(0, Date.parse(expiresAt) - Date.parse(serverTime) - (now - answeredAt));
}
