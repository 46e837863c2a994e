import Link from 'next/link';
import type { ReactNode } from 'react';
import { Mark } from './mark';

export interface MessagePageProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

/** A page that says one thing and offers a way on. */
export function MessagePage({ title, text, children }: MessagePageProps) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="grid max-w-md justify-items-center gap-3 text-center">
        <Link href="/" aria-label="Orchard Studio, all projects" className="rounded-xl">
          <Mark className="size-12" />
        </Link>
        <h1 className="mt-2 text-2xl font-semibold">{title}</h1>
        <p className="text-muted">{text}</p>
        <div className="mt-2 flex flex-wrap justify-center gap-2">{children}</div>
      </div>
    </main>
  );
}
