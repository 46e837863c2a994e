import type { Origin, Source } from '@orchard-studio/core';
import { isTelling } from '../engine/provenance.ts';
import type { ProposerInput } from '../proposer.ts';

const MAX_QUOTE = 500;

interface Place {
  readonly kind: 'message' | 'answer';
  readonly id: string;
  readonly text: string;
  readonly origin: Origin;
}

/** Where something comes from that the user said or picked. */
export interface Evidence {
  readonly source: Source;
  /** Picked from a list is never said. */
  readonly origin: Origin;
}

/** Finds where the user said something, word by word. */
export class WordsOfUser {
  readonly #places: readonly Place[];

  constructor({ turn, history, blueprint }: ProposerInput) {
    const answered = blueprint.questions.flatMap(({ id, answer, options }): Place[] => {
      if (answer === null) return [];
      const chosen = options.filter((option) => answer.optionIds.includes(option.id));
      return [
        { kind: 'answer', id, text: answer.text, origin: 'user_stated' },
        ...chosen.map(({ label }): Place => ({ kind: 'answer', id, text: label, origin: 'user_selected' })),
      ];
    });
    const message = (id: string, text: string): Place => ({
      kind: 'message',
      id,
      text,
      origin: 'user_stated',
    });
    this.#places = [
      message(turn.id, turn.message),
      ...answered,
      ...history.toReversed().map((exchange) => message(exchange.turnId, exchange.message)),
    ];
  }

  /** Where a quote comes from; undefined when the user never said it. */
  find(quote: string): Evidence | undefined {
    const wanted = quote.trim().slice(0, MAX_QUOTE);
    if (!isTelling(wanted)) return undefined;
    const place = this.#places.find(({ text }) => text.includes(wanted));
    return place === undefined ? this.#nearly(wanted) : evidence(place, wanted);
  }

  /** Models change case, quotes and spaces when they copy: what was really said is what counts. */
  #nearly(wanted: string): Evidence | undefined {
    const pattern = looseOf(wanted);
    for (const place of this.#places) {
      const found = pattern?.exec(place.text)?.[0];
      if (found !== undefined) return evidence(place, found.slice(0, MAX_QUOTE));
    }
    return undefined;
  }
}

const evidence = ({ kind, id, origin }: Place, quote: string): Evidence => ({
  source: { kind, id, quote },
  origin,
});

/** The words of a quote in their order, whatever stands between them of spaces and signs. */
function looseOf(quote: string): RegExp | undefined {
  const words = quote.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0 || words.length > 80) return undefined;
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]{1,4}')}(?![\\p{L}\\p{N}])`, 'iu');
}
