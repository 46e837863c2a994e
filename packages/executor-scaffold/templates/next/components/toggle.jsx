import { toggle } from '../site/actions/records.js';
import { Proof } from './proof.jsx';

/**
 * A yes/no value that can be turned over on the spot.
 *
 * @param {{ subject: { readonly entity: string, readonly id: number }, field: string, on: boolean, label: string, here: string, token: string }} props
 *   `here`: address to come back to
 */
export function Toggle({ subject, field, on, label, here, token }) {
  return (
    <form
      action={toggle.bind(null, { entity: subject.entity, id: String(subject.id) })}
      className="inline-flex align-middle"
    >
      <Proof token={token} />
      <input type="hidden" name="_field" value={field} />
      <input type="hidden" name="_back" value={here} />
      <button
        type="submit"
        role="switch"
        aria-checked={on}
        aria-label={label}
        title={`${on ? 'Yes' : 'No'} – change`}
        className="group inline-flex min-h-7 items-center gap-2.5"
      >
        <span
          aria-hidden="true"
          className="flex h-[1.3rem] w-[2.3rem] items-center rounded-full border border-muted p-[0.15rem] transition-colors group-aria-checked:justify-end group-aria-checked:border-accent group-aria-checked:bg-accent motion-reduce:transition-none"
        >
          <span className="size-[0.85rem] rounded-full bg-muted group-aria-checked:bg-on-accent" />
        </span>
        <span aria-hidden="true">{on ? 'Yes' : 'No'}</span>
      </button>
    </form>
  );
}
