import { readFile } from 'node:fs/promises';
import {
  type Blueprint,
  blueprintContentSchema,
  blueprintIdSchema,
  emptyBlueprintContent,
  hashBlueprint,
  ID_PREFIXES,
  isJsonObject,
  type JsonObject,
  OrchardError,
  parseOrThrow,
  tenantIdSchema,
} from '@orchard-studio/core';

const NOBODYS_ID = `${ID_PREFIXES.blueprint}_${'0'.repeat(22)}`;
const TENANT = tenantIdSchema.parse('local');
/** A file says nothing of when: the same file always gives the same Blueprint. */
const NO_TIME = '1970-01-01T00:00:00.000Z';

async function readObject(file: string): Promise<JsonObject> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new OrchardError('INVALID_INPUT', `The Blueprint ${file} cannot be read.`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OrchardError('INVALID_INPUT', `The Blueprint ${file} is not JSON: ${reason}`, { cause: error });
  }
  if (!isJsonObject(value))
    throw new OrchardError('INVALID_INPUT', `The Blueprint ${file} is not a JSON object.`);
  // An answer of the API holds the Blueprint beside its turns.
  return isJsonObject(value.blueprint) ? value.blueprint : value;
}

/**
 * Reads a Blueprint from a file: as the API gives it, as a built app holds it in `docs/blueprint.json`, or only the
 * sections that matter.
 *
 * @throws INVALID_INPUT
 */
export async function readBlueprint(file: string): Promise<Blueprint> {
  const given = await readObject(file);
  const empty = emptyBlueprintContent();
  const known = Object.keys(empty).flatMap((key) =>
    given[key] === undefined ? [] : [[key, given[key]] as const],
  );
  if (known.length === 0)
    throw new OrchardError('INVALID_INPUT', `${file} holds no Blueprint: it has no "sections".`);
  const sections = isJsonObject(given.sections) ? { ...empty.sections, ...given.sections } : empty.sections;
  const merged = { ...empty, ...Object.fromEntries(known), sections };
  const content = parseOrThrow(blueprintContentSchema, merged, `The Blueprint ${file}`);
  const { id, revision } = given;
  return {
    ...content,
    id: blueprintIdSchema.safeParse(id).data ?? blueprintIdSchema.parse(NOBODYS_ID),
    tenantId: TENANT,
    projectId: null,
    externalId: null,
    locale: 'en',
    revision: typeof revision === 'number' && Number.isSafeInteger(revision) && revision >= 0 ? revision : 0,
    hash: hashBlueprint(content),
    status: 'approved',
    approval: null,
    builtFeatureSlug: null,
    createdAt: NO_TIME,
    updatedAt: NO_TIME,
  };
}
