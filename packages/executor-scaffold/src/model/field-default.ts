import type { Field as BlueprintField } from '@orchard-studio/core';

type Default = string | number | boolean | null;

const YES = new Set(['true', 'yes', 'on', '1']);
const NO = new Set(['false', 'no', 'off', '0']);

function numeric(text: string, decimals: number): number | undefined {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return undefined;
  const value = Number(text);
  const [, fraction = ''] = text.split('.');
  return Number.isFinite(value) && Math.abs(value) <= 1e13 && fraction.length <= decimals ? value : undefined;
}

function day(text: string): string | undefined {
  const at = new Date(`${text}T00:00:00Z`);
  const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime());
  return real && at.toISOString().startsWith(text) ? text : undefined;
}

function truth(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

const matching = (text: string, pattern: RegExp): string | undefined =>
  pattern.test(text) ? text : undefined;

function parse(field: BlueprintField, text: string): Exclude<Default, null> | undefined {
  switch (field.type) {
    case 'integer':
      return numeric(text, 0);
    case 'decimal':
      return numeric(text, 20);
    case 'money':
      return numeric(text, 2);
    case 'boolean':
      return truth(text);
    case 'date':
      return day(text);
    case 'enum':
      return field.values.length === 0 || field.values.includes(text) ? text : undefined;
    case 'email':
      return matching(text, /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/);
    case 'url':
      return URL.canParse(text) ? matching(text, /^https?:\/\//i) : undefined;
    case 'string':
    case 'text':
      return text;
    default:
      return undefined;
  }
}

/**
 * The default value of a field as it stands in JSON.
 *
 * @returns null when there is none, undefined when the text cannot be a value of the field's type.
 */
export function fieldDefault(field: BlueprintField): Default | undefined {
  if (field.default === null) return null;
  const text = field.default.replaceAll('\0', '').toWellFormed().trim();
  return text === '' ? null : parse(field, text);
}
