'use client';

import type { TreeView } from '@orchard-studio/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Failure } from '@/components/shell/failure';
import { draftOf, inputsOf, problemsOf, type Texts } from './drafts';
import { TreeField } from './tree-field';
import type { Start } from './use-start';

export interface TreeFormProps {
  /** Id of the form, for a button outside of it. */
  readonly id: string;
  readonly tree: TreeView;
  readonly start: Start;
  readonly onStarted: (operation: string) => void;
}

/** The inputs of a tree. What the server has against one is said at its field. */
export function TreeForm({ id, tree, start, onStarted }: TreeFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [drafts, setDrafts] = useState<Texts>({});
  const [unsendable, setUnsendable] = useState<Texts>({});
  const [failures, setFailures] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each failure leads to the first field that is wrong.
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [failures]);
  const { error } = start;
  const refused = error === undefined ? {} : problemsOf(error, tree.inputs);
  const isElsewhere = error !== undefined && Object.keys(refused).length === 0;

  const submit = async (): Promise<void> => {
    if (start.isStarting) return;
    const { inputs, wrong } = inputsOf(tree.inputs, drafts);
    setUnsendable(wrong);
    const operation = Object.keys(wrong).length > 0 ? start.clear() : await start.start(tree.name, inputs);
    if (operation === undefined) setFailures((count) => count + 1);
    else onStarted(operation.id);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void submit();
  };
  return (
    <form ref={form} id={id} noValidate onSubmit={onSubmit} className="grid gap-4">
      {isElsewhere ? <Failure error={error} onRetry={() => void submit()} /> : null}
      {tree.inputs.length === 0 ? (
        <p className="text-sm text-muted">It asks for nothing: start it as it is.</p>
      ) : null}
      {tree.inputs.map((input, index) => (
        <TreeField
          key={input.name}
          id={`${id}-${input.name}`}
          input={input}
          draft={drafts[input.name] ?? draftOf(input)}
          problem={unsendable[input.name] ?? refused[input.name]}
          isFirst={index === 0}
          onChange={(draft) => {
            setDrafts((before) => ({ ...before, [input.name]: draft }));
            setUnsendable(({ [input.name]: _, ...others }) => others);
          }}
        />
      ))}
    </form>
  );
}
