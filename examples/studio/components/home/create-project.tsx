'use client';

import type { Projects } from '@orchard-studio/client/react';
import { type OrchardError, toOrchardError } from '@orchard-studio/core';
import { ArrowRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Failure } from '@/components/shell/failure';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';

/** Longest name of a project, in characters. */
const MAX_NAME = 120;

export function CreateProject({ create }: Pick<Projects, 'create'>) {
  const router = useRouter();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<OrchardError>();
  const [hint, setHint] = useState('');

  const submit = async (): Promise<void> => {
    if (name.trim() === '') return setHint('Give the project a name first.');
    setBusy(true);
    setError(undefined);
    try {
      const project = await create({ name });
      router.push(`/projects/${encodeURIComponent(project.id)}`);
    } catch (failure) {
      setError(toOrchardError(failure));
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void submit();
  };

  return (
    <form
      onSubmit={onSubmit}
      noValidate
      className="grid max-w-xl gap-3 rounded-2xl border bg-surface p-4 shadow-card"
    >
      <label htmlFor="project-name" className="text-sm font-medium">
        Project name
      </label>
      <div className="flex flex-col gap-2 sm:flex-row">
        <Input
          id="project-name"
          name="name"
          value={name}
          maxLength={MAX_NAME}
          autoComplete="off"
          placeholder="Cool project"
          dir="auto"
          aria-describedby="project-name-hint"
          aria-invalid={hint !== ''}
          className="min-h-10"
          onChange={(event) => {
            setName(event.target.value);
            setHint('');
          }}
        />
        <Button type="submit" disabled={busy} className="min-h-10">
          {busy ? 'Creating…' : 'Create project'}
          <ArrowRight aria-hidden />
        </Button>
      </div>
      <p id="project-name-hint" role="status" className="text-sm text-apple empty:hidden">
        {hint}
      </p>
      {error === undefined ? null : <Failure error={error} onRetry={() => void submit()} />}
    </form>
  );
}
