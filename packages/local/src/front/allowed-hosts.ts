/**
 * True for a Host header this server answers: its own loopback names. A page of another site that makes its name
 * point to this machine (DNS rebinding) sends that name, and is refused.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  if (host === undefined) return false;
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(host.toLowerCase());
}
