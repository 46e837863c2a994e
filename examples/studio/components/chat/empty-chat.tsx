import { Lightbulb } from 'lucide-react';

const EXAMPLES = [
  'I want a task tracker where people create projects with tasks; tasks have a title, a due date and a done flag.',
  'A guest book for our wedding: guests leave a name, a message and whether they bring someone along.',
  'An inventory for a small bike workshop: parts with a name, a price, a stock count and a supplier.',
];

/** What stands in a conversation before it begins. */
export function EmptyChat({ onPick }: { readonly onPick: (text: string) => void }) {
  return (
    <div className="grid gap-5 py-4">
      <div className="grid gap-1.5">
        <h3 className="text-lg font-semibold">What would you like to build?</h3>
        <p className="text-muted">
          Say it as you would to a colleague: who uses it, what they keep in it, what they do with it.
        </p>
      </div>
      <div className="grid gap-2">
        <p className="flex items-center gap-1.5 text-sm font-medium text-muted">
          <Lightbulb aria-hidden className="size-4" />
          Start from an example
        </p>
        <ul className="grid gap-2">
          {EXAMPLES.map((example) => (
            <li key={example}>
              <button
                type="button"
                onClick={() => {
                  onPick(example);
                  document.getElementById('composer')?.focus();
                }}
                className="w-full rounded-xl border bg-surface px-3.5 py-2.5 text-start text-sm hover:border-leaf hover:bg-leaf-soft"
              >
                {example}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
