/** Names and what belongs to them. @param {{ facts: readonly { readonly key: string, readonly label: string, readonly value: import('react').ReactNode }[] }} props */
export function Facts({ facts }) {
  return (
    <dl className="panel mb-4 px-5">
      {facts.map(({ key, label, value }) => (
        <div
          key={key}
          className="grid gap-x-6 gap-y-1 border-line py-3 not-first:border-t sm:grid-cols-[minmax(8rem,14rem)_1fr]"
        >
          <dt className="font-medium text-muted">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
