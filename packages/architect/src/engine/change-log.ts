import {
  type AppliedChange,
  applyChanges,
  type BlueprintActor,
  type BlueprintChange,
  type BlueprintContent,
  type BlueprintOperation,
  type IdGenerator,
} from '@orchard-studio/core';

type Cause = BlueprintOperation['cause'];

/** Applies changes one batch after the other and remembers who made them and why. */
export class ChangeLog {
  #content: BlueprintContent;
  readonly #entries: {
    readonly applied: AppliedChange;
    readonly actor: BlueprintActor;
    readonly cause: Cause;
  }[] = [];

  constructor(content: BlueprintContent) {
    this.#content = content;
  }

  get content(): BlueprintContent {
    return this.#content;
  }

  /** @throws BLUEPRINT_OPERATION_INVALID; then nothing of the batch is applied. */
  apply(changes: readonly BlueprintChange[], actor: BlueprintActor, cause: Cause): void {
    if (changes.length === 0) return;
    const result = applyChanges(this.#content, changes);
    this.#content = result.content;
    for (const applied of result.applied) this.#entries.push({ applied, actor, cause });
  }

  operations(revision: number, ids: IdGenerator): readonly BlueprintOperation[] {
    return this.#entries.map(({ applied, actor, cause }) => ({
      id: ids.next('blueprintOperation'),
      revision,
      actor,
      cause,
      op: applied.op,
      path: applied.path,
      ...(applied.value === undefined ? {} : { value: applied.value }),
      ...(applied.previous === undefined ? {} : { previous: applied.previous }),
      ...(applied.before === undefined ? {} : { before: applied.before }),
    }));
  }
}
