/**
 * Bytes by their SHA-256: what is too large for a row (large outputs, old event logs). The same bytes are kept once. A
 * text that is no hash names nothing: reading it finds nothing, whatever it looks like.
 */
export interface BlobStore {
  readonly specVersion: 'v1';
  /**
   * Keeps bytes; done again it only notes the time. They are safe once the promise has resolved.
   *
   * @returns their SHA-256: 64 lower-case hex digits
   * @throws STORAGE_UNAVAILABLE
   */
  put(request: { readonly bytes: Uint8Array }): Promise<{ readonly hash: string }>;
  /**
   * The bytes of a hash; undefined when there are none.
   *
   * @throws STORAGE_CORRUPT when what is there is not what was put. STORAGE_UNAVAILABLE
   */
  get(request: { readonly hash: string }): Promise<Uint8Array | undefined>;
  /** How many bytes a hash has; undefined when there are none. */
  size(request: { readonly hash: string }): Promise<number | undefined>;
  /**
   * Deletes bytes, unless they were put (again) at `putBefore` or later: somebody may be about to refer to them.
   *
   * @param request.putBefore - ISO-8601 UTC. Default: they are deleted whenever they were put.
   * @returns whether they are gone
   */
  delete(request: { readonly hash: string; readonly putBefore?: string }): Promise<boolean>;
}
