/** Overwrites everything in a record, as a careless caller might. A store must not be able to tell. */
export function scribble(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    scribble(Reflect.get(value, key));
    Reflect.set(value, key, 'scribbled');
  }
  if (Array.isArray(value)) Reflect.apply(Array.prototype.push, value, ['scribbled']);
}
