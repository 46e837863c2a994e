import { removalOf } from '../lib/api/form-input.js';
import { Link } from './link.jsx';
import { Shown } from './shown.jsx';

/**
 * @import { Control as View } from '../lib/views/types.d.ts'
 * @typedef {{ control: View }} Props
 */

const TICK = 'm-0 size-[1.3rem] flex-none accent-accent';

/** @param {View} control */
const hasHint = ({ hint, addFirst }) => hint !== null || addFirst !== null;

/** What tells more about a control: its hint, its complaint. @param {View} control */
function describedBy(control) {
  const parts = [
    hasHint(control) ? `${control.id}-hint` : '',
    control.problem === null ? '' : `${control.id}-error`,
  ];
  return parts.filter((part) => part !== '').join(' ') || undefined;
}

/** What every control has. @param {View} control */
const shared = (control) => ({
  id: control.id,
  name: control.key,
  required: control.required,
  'aria-describedby': describedBy(control),
  'aria-invalid': control.problem === null ? undefined : true,
});

/** @param {Props} props */
export function Hint({ control }) {
  if (!hasHint(control)) return null;
  const { id, hint, addFirst } = control;
  return (
    <p id={`${id}-hint`} className="mb-1.5 text-[0.9rem] text-muted">
      {hint}
      {addFirst !== null && (
        <>
          {' '}
          <Link href={addFirst.href ?? ''}>{addFirst.text}</Link> first.
        </>
      )}
    </p>
  );
}

/** @param {{ id: string, problem: string | null }} props */
export function Complaint({ id, problem }) {
  if (problem === null) return null;
  return (
    <p id={`${id}-error`} className="mb-1.5 text-[0.9rem] font-medium text-problem">
      <span className="sr-only">Error: </span>
      {problem}
    </p>
  );
}

/** @param {Props} props */
function Label({ control: { label, required } }) {
  return (
    <>
      {label}
      {!required && <span className="text-sm font-normal text-muted"> optional</span>}
    </>
  );
}

/** @param {Props} props */
function Select({ control }) {
  return (
    <select {...shared(control)} defaultValue={control.values[0] ?? ''} className="box">
      <option value="">{control.required ? 'Choose…' : '–'}</option>
      {control.options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** @param {Props} props */
function FileInput({ control }) {
  const { file, key, required } = control;
  return (
    <>
      {file !== null && (
        <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1.5">
          <Shown value={file} small />
          <label className="flex min-h-7 items-center gap-2.5">
            <input type="checkbox" name={removalOf(key)} value="true" className={TICK} /> Take it away
          </label>
        </div>
      )}
      <input type="file" {...shared({ ...control, required: required && file === null })} className="box" />
    </>
  );
}

/** @param {Props} props */
function Input({ control }) {
  const { kind, type, inputMode, rows, values } = control;
  const [value = ''] = values;
  switch (kind) {
    case 'select':
      return <Select control={control} />;
    case 'file':
      return <FileInput control={control} />;
    case 'textarea':
      return <textarea {...shared(control)} rows={rows} defaultValue={value} className="box resize-y" />;
    default:
      return (
        <input {...shared(control)} type={type} inputMode={inputMode} defaultValue={value} className="box" />
      );
  }
}

/** Any number of records to tick. @param {Props} props */
function Choices({ control }) {
  const { id, key, problem, options, values } = control;
  return (
    <fieldset
      // Where there is nothing to tick, a complaint leads here.
      id={options.length === 0 ? id : undefined}
      tabIndex={options.length === 0 ? -1 : undefined}
      className="mb-5"
      aria-describedby={describedBy(control)}
    >
      <legend className="mb-1 font-semibold">
        <Label control={control} />
      </legend>
      <Hint control={control} />
      <Complaint id={id} problem={problem} />
      {options.length > 0 && (
        <div className="grid max-h-64 gap-1 overflow-auto rounded-control border border-control bg-page px-3 py-2.5">
          {options.map(({ value, label }, at) => (
            <label key={value} className="flex min-h-7 items-center gap-2.5">
              <input
                id={at === 0 ? id : undefined}
                type="checkbox"
                name={key}
                value={value}
                defaultChecked={values.includes(value)}
                className={TICK}
              />{' '}
              {label}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}

/** @param {Props} props */
function Checkbox({ control }) {
  return (
    <div className="mb-5 flex flex-wrap items-center gap-2.5">
      <input
        type="checkbox"
        value="true"
        {...shared(control)}
        defaultChecked={control.values[0] === 'true'}
        className={TICK}
      />
      <label htmlFor={control.id} className="font-semibold">
        {control.label}
      </label>
      <Complaint id={control.id} problem={control.problem} />
    </div>
  );
}

/** One field of a form: label, hint, complaint and control. @param {Props} props */
export function Control({ control }) {
  if (control.kind === 'checkbox') return <Checkbox control={control} />;
  if (control.kind === 'choices') return <Choices control={control} />;
  return (
    <div className="mb-5">
      <label htmlFor={control.id} className="mb-1 block font-semibold">
        <Label control={control} />
      </label>
      <Hint control={control} />
      <Complaint id={control.id} problem={control.problem} />
      <Input control={control} />
    </div>
  );
}
