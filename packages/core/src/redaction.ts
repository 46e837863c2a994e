/** Secrets shorter than this are not searched for: masking three letters would blank ordinary text. */
export const MIN_SECRET_LENGTH = 6;
const MASK = '[redacted]';

const encoder = new TextEncoder();

function base64(text: string): string {
  let binary = '';
  for (const byte of encoder.encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function hex(text: string): string {
  return Array.from(encoder.encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The forms in which a secret may turn up in text. Base64 without its ends, which depend on what stands around it. */
function encodings(secret: string): readonly string[] {
  const plain64 = base64(secret).replace(/=+$/, '');
  const forms = [
    secret,
    plain64,
    plain64.replaceAll('+', '-').replaceAll('/', '_'),
    hex(secret),
    hex(secret).toUpperCase(),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("'", "'\\''"),
  ];
  return [...new Set(forms)].filter((form) => form.length >= MIN_SECRET_LENGTH);
}

/** Replaces known secret values in text, in every encoding of the design. */
export interface Redactor {
  /** Registers a value to be masked from now on. */
  add(secret: string): void;
  /** The text with every registered secret replaced by `[redacted]`. */
  redact(text: string): string;
}

export function createRedactor(secrets: readonly string[] = []): Redactor {
  const forms = new Set<string>();
  let ordered: readonly string[] = [];
  const add = (secret: string): void => {
    for (const form of encodings(secret)) forms.add(form);
    // Longest first, so that a secret that contains another is masked whole.
    ordered = [...forms].sort((a, b) => b.length - a.length);
  };
  for (const secret of secrets) add(secret);
  return {
    add,
    redact: (text) => ordered.reduce((masked, form) => masked.replaceAll(form, MASK), text),
  };
}
