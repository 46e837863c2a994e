import { z } from 'zod';

/** Prefix of each kind of id. The prefix makes a mixed-up id visible at a glance. */
export const ID_PREFIXES = {
  project: 'prj',
  blueprint: 'bp',
  turn: 'trn',
  blueprintOperation: 'bop',
  feature: 'ftr',
  operation: 'op',
  release: 'rel',
  entity: 'ent',
  field: 'fld',
  endpoint: 'end',
  component: 'cmp',
  actor: 'act',
  journey: 'jrn',
  nonGoal: 'ngo',
  requirement: 'req',
  accessRule: 'acc',
  integration: 'int',
  qualityGoal: 'qlt',
  token: 'tok',
  question: 'qst',
  option: 'opt',
  assumption: 'asm',
  decision: 'dec',
  conflict: 'cfl',
  claim: 'clm',
  reference: 'ref',
  worker: 'wrk',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

const ID_PATTERN = /^[a-z]+_[0-9A-Za-z]{16,40}$/;

/** Any id of ours: `<prefix>_<16 to 40 letters and digits>`. Safe in paths, queries and markup. */
export const idSchema = z.string().regex(ID_PATTERN, 'is not an id');

function branded<Brand extends string>(prefix: string) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-Za-z]{16,40}$`), `is not an id of the form ${prefix}_…`)
    .brand<Brand>();
}

export const projectIdSchema = branded<'ProjectId'>(ID_PREFIXES.project);
export const blueprintIdSchema = branded<'BlueprintId'>(ID_PREFIXES.blueprint);
export const turnIdSchema = branded<'TurnId'>(ID_PREFIXES.turn);
export const featureIdSchema = branded<'FeatureId'>(ID_PREFIXES.feature);
export const operationIdSchema = branded<'OperationId'>(ID_PREFIXES.operation);
/** The host decides what a tenant is; only its length and characters are limited. */
export const tenantIdSchema = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z._:@-]{0,127}$/, 'is not a tenant id')
  .brand<'TenantId'>();

export type ProjectId = z.infer<typeof projectIdSchema>;
export type BlueprintId = z.infer<typeof blueprintIdSchema>;
export type TurnId = z.infer<typeof turnIdSchema>;
export type FeatureId = z.infer<typeof featureIdSchema>;
export type OperationId = z.infer<typeof operationIdSchema>;
export type TenantId = z.infer<typeof tenantIdSchema>;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 22;

/** 22 characters of base 62 from the platform's secure random source (131 bits). */
export function randomIdBody(): string {
  let body = '';
  while (body.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH * 2))) {
      // 248 = 4 × 62: bytes above it would favour the first letters.
      if (byte < 248 && body.length < LENGTH) body += ALPHABET.charAt(byte % 62);
    }
  }
  return body;
}
