import type { Claim } from '@orchard-studio/core';

/** Sentences that led to nothing, and those that were read in part. */
export const missedOf = (claims: readonly Claim[]): readonly Claim[] =>
  claims.filter(({ outcome, reason }) => outcome === 'parked' || (outcome === 'landed' && reason !== ''));

/** What was said and is not in the plan, word for word, so that nobody believes it was heard. */
export function Missed({ claims }: { readonly claims: readonly Claim[] }) {
  return (
    <>
      <p className="text-sm text-muted">Your words are kept. Say them in another way if they matter.</p>
      <ul className="grid gap-2">
        {claims.map(({ id, text, reason }) => (
          <li key={id} className="grid gap-0.5 rounded-xl border border-dashed px-3.5 py-2.5">
            <p dir="auto">“{text}”</p>
            <p dir="auto" className="text-sm text-muted">
              {reason}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
