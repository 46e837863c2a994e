const clean = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text);

/** A parameter that PostgreSQL takes: its texts cannot hold NUL. (JSON can: there it is written `\u0000`.) */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  return Array.isArray(value) ? value.map(storable) : value;
}
