import type { TreeInputView } from '@orchard-studio/core';
import type { ChangeEvent } from 'react';
import { Input, Select, Textarea } from '@/components/ui/input';
import { draftOf, textOf } from './drafts';

export interface TreeFieldProps {
  readonly id: string;
  readonly input: TreeInputView;
  readonly draft: string;
  /** What is wrong with it. */
  readonly problem: string | undefined;
  /** Where the focus goes when the form appears. */
  readonly isFirst: boolean;
  readonly onChange: (draft: string) => void;
}

/** Longer defaults are cut: they stand in the field. */
const MAX_DEFAULT = 60;

function defaultOf(input: TreeInputView): string | undefined {
  if (input.default === null) return undefined;
  if (input.type === 'boolean') return input.default === true ? 'yes' : 'no';
  const text = typeof input.default === 'string' ? input.default : JSON.stringify(input.default);
  if (text === '') return undefined;
  return text.length > MAX_DEFAULT ? `${text.slice(0, MAX_DEFAULT)}…` : text;
}

/** One input of a tree: its name, what it is for, and a field of its kind. */
export function TreeField(props: TreeFieldProps) {
  const { id, input, problem } = props;
  const { name, description, required } = input;
  const standard = defaultOf(input);
  const isTick = input.type === 'boolean' && input.default !== null;
  return (
    <div className="grid gap-1">
      {isTick ? (
        <label htmlFor={id} className="flex min-h-6 items-center gap-2 text-sm font-medium">
          <Tick {...props} />
          {name}
        </label>
      ) : (
        <>
          <label htmlFor={id} className="justify-self-start text-sm font-medium">
            {name}
            {required ? <span className="font-normal text-muted"> (required)</span> : null}
          </label>
          <Field {...props} />
        </>
      )}
      <p id={`${id}-problem`} className="text-sm text-apple empty:hidden">
        {problem}
      </p>
      <p id={`${id}-hint`} className="text-sm text-muted empty:hidden">
        <span dir="auto">{description}</span>
        {standard === undefined ? null : (
          <span>
            {description === null ? '' : ' '}Default: {standard}
          </span>
        )}
      </p>
    </div>
  );
}

/** What all kinds of fields have in common. */
function common({ id, input, draft, problem, isFirst, onChange }: TreeFieldProps) {
  return {
    id,
    value: draft,
    'aria-required': input.required,
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${id}-problem ${id}-hint`,
    'data-focus-first': isFirst || undefined,
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) =>
      onChange(target.value),
  };
}

function Tick(props: TreeFieldProps) {
  const { value, onChange: _, 'aria-required': __, ...attributes } = common(props);
  return (
    <input
      {...attributes}
      type="checkbox"
      checked={value === 'true'}
      className="size-4 accent-leaf"
      onChange={(event) => props.onChange(String(event.target.checked))}
    />
  );
}

function Field(props: TreeFieldProps) {
  const { input } = props;
  const attributes = common(props);
  const className = 'aria-invalid:border-apple';
  if (input.type === 'choice' || input.type === 'boolean')
    return (
      <Select {...attributes} className={`min-h-9 w-full ${className}`}>
        {draftOf(input) === '' ? <option value="">{input.required ? 'Choose…' : 'Not given'}</option> : null}
        {input.type === 'boolean' ? (
          <>
            <option value="true">Yes</option>
            <option value="false">No</option>
          </>
        ) : (
          input.options.map((option) => <option key={option}>{option}</option>)
        )}
      </Select>
    );
  const shared = { ...attributes, autoComplete: 'off', spellCheck: false };
  if (input.type === 'json')
    return (
      <Textarea
        {...shared}
        rows={Math.min(8, Math.max(2, props.draft.split('\n').length))}
        className={`font-mono text-sm ${className}`}
      />
    );
  if (input.type === 'number')
    return (
      <Input
        {...shared}
        type="text"
        inputMode="decimal"
        placeholder={input.default === null ? undefined : textOf(input.default)}
        className={`max-w-40 ${className}`}
      />
    );
  return <Input {...shared} type="text" dir="auto" className={className} />;
}
