'use client';

import { useProjects } from '@orchard-studio/client/react';
import { Mark } from '@/components/shell/mark';
import { ThemeToggle } from '@/components/shell/theme-toggle';
import { CreateProject } from './create-project';
import { ProjectList } from './project-list';

const STEPS = [
  { title: 'Say it', text: 'Chat with the Architect. What you say becomes a plan you can read.' },
  { title: 'Approve it', text: 'Nothing is built before you approve exactly what you see.' },
  { title: 'Use it', text: 'Watch five phases from the specification to the running app.' },
] as const;

function HowItGrows() {
  return (
    <ol aria-label="How it works" className="hidden gap-6 lg:grid">
      {STEPS.map(({ title, text }, index) => (
        <li key={title} className="relative grid grid-cols-[auto_1fr] gap-x-4">
          <span
            aria-hidden
            className="grid size-9 place-items-center rounded-full bg-leaf-soft font-semibold text-leaf tabular-nums"
          >
            {index + 1}
          </span>
          <div className="grid gap-0.5">
            <h2 className="font-semibold">{title}</h2>
            <p className="text-sm text-muted">{text}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The first page: make a project, or go on with one. */
export function Home() {
  const projects = useProjects();
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-4 sm:px-6">
      <header className="flex items-center gap-3 py-4">
        <Mark />
        <p className="mr-auto text-lg font-semibold tracking-tight">Orchard Studio</p>
        <ThemeToggle />
      </header>
      <main className="grid content-start gap-12 pt-8 pb-16 sm:pt-14">
        <section className="grid gap-x-16 gap-y-10 lg:grid-cols-[1fr_18rem] lg:items-center">
          <div className="grid gap-6">
            <div className="grid gap-2">
              <h1 className="max-w-2xl text-3xl leading-tight font-semibold sm:text-[2.6rem]">
                Say what you need. Watch it grow into a running app.
              </h1>
              <p className="max-w-xl text-base text-muted">
                Describe an app in your own words. The Architect asks what is missing, writes the plan, and
                builds it once you approve.
              </p>
            </div>
            <CreateProject create={projects.create} />
          </div>
          <HowItGrows />
        </section>
        <ProjectList projects={projects} />
      </main>
    </div>
  );
}
