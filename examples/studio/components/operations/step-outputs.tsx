import type { JsonObject, JsonValue } from '@orchard-studio/core';
import { plainText } from '@/lib/ansi';

/** Longer values are cut: they can be read in full over the API. */
const MAX = 4_000;

const shown = (value: JsonValue): string => {
  const text = plainText(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  return text.length > MAX ? `${text.slice(0, MAX)}…` : text;
};

/** What a step, or an operation, put out. */
export function Outputs({ title, outputs }: { readonly title: string; readonly outputs: JsonObject | null }) {
  const entries = Object.entries(outputs ?? {});
  if (entries.length === 0) return null;
  return (
    <section className="grid gap-1.5">
      <h4 className="text-sm font-semibold">{title}</h4>
      <dl className="grid gap-1.5 text-sm">
        {entries.map(([name, value]) => (
          <div key={name} className="grid gap-x-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
            <dt className="truncate font-mono text-xs leading-5 text-muted">{name}</dt>
            <dd className="min-w-0">
              <pre className="overflow-x-auto rounded bg-sunken px-2 font-mono text-xs leading-5 whitespace-pre-wrap">
                {shown(value)}
              </pre>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
