/** Says whether a word is used as a verb in its sentence. */
export type VerbTest = (word: string) => boolean;

type Tag = (sentence: string) => VerbTest;

let loading: Promise<Tag> | undefined;

async function load(): Promise<Tag> {
  const { default: nlp } = await import('compromise/two');
  return (sentence) => {
    const found: unknown = nlp(sentence).match('#Verb').terms().out('array');
    const verbs = new Set(Array.isArray(found) ? found.map((word) => String(word).toLowerCase()) : []);
    return (word) => verbs.has(word);
  };
}

/**
 * Part-of-speech tagger for sentences that the lexicon alone cannot read. The library behind it is loaded at the
 * first use (some hundred milliseconds), so that importing this package costs nothing.
 */
export function tagger(): Promise<Tag> {
  loading ??= load();
  return loading;
}
