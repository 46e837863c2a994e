/** Whether an app may be shown inside the studio, and why not. */
export type FrameAddress =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Generated apps are untrusted code. They are framed only from an origin of their own: on the studio's origin they
 * could act as the person who uses it.
 */
export function frameAddress(address: string, studioOrigin: string): FrameAddress {
  const url = URL.parse(address);
  if (url === null) return { ok: false, reason: 'The address of the app cannot be read.' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { ok: false, reason: `The address of the app is not a web address (${url.protocol}).` };
  if (url.origin === studioOrigin)
    return {
      ok: false,
      reason: 'The app runs on the studio’s own origin; it is not shown inside the studio.',
    };
  return { ok: true, url: url.href };
}
