import {
  isOrchardError,
  type LanguageModel,
  type ModelFinish,
  type ModelRequest,
  type ModelUsage,
  type OrchardError,
  toOrchardError,
} from '@orchard-studio/core';
import type { DraftChanges } from './draft-changes.ts';
import { type DraftEnd, DraftReader } from './draft-reader.ts';

/** What a model said to one request, and how it ended. */
export interface ModelTurn {
  readonly text: string;
  /** Whether it called the tool at all. */
  readonly called: boolean;
  readonly draft: DraftEnd;
  readonly finish: ModelFinish | undefined;
  readonly usage: ModelUsage | undefined;
  readonly model: string;
  /** Set when it broke off, or never began. What it had said by then stands. */
  readonly error: OrchardError | undefined;
}

/** More text than this is no answer to a person. */
const MAX_TEXT = 20_000;

/**
 * Asks a model, hands what it puts into the plan on as it arrives, and tells the text.
 *
 * @throws what an abort is thrown with; any other failure is part of the result
 */
export async function askModel(
  model: LanguageModel,
  request: ModelRequest,
  { changes, onText }: { readonly changes: DraftChanges; readonly onText: (delta: string) => void },
): Promise<ModelTurn> {
  const readers: DraftReader[] = [];
  let text = '';
  let end: { readonly reason: ModelFinish; readonly usage: ModelUsage; readonly model: string } | undefined;
  let error: OrchardError | undefined;
  try {
    for await (const event of model.stream(request)) {
      if (event.type === 'finish') end = event;
      else if (event.type === 'tool') readers.push(new DraftReader(changes));
      else if (event.type === 'tool-input') readers.at(-1)?.push(event.delta);
      else if (text.length < MAX_TEXT) {
        text += event.delta;
        onText(event.delta);
      }
    }
  } catch (cause) {
    if (request.signal?.aborted === true) throw cause;
    error = isOrchardError(cause) ? cause : toOrchardError(cause);
  }
  const broken = readers.map((reader) => reader.end()).find(({ status }) => status === 'broken');
  return {
    text: text.slice(0, MAX_TEXT),
    called: readers.length > 0,
    draft: broken ?? { status: 'whole' },
    finish: end?.reason,
    usage: end?.usage,
    model: end?.model ?? model.model,
    error,
  };
}
