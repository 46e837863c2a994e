import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

export interface AlertProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons under the text. */
  readonly actions?: ReactNode;
  readonly className?: string;
}

/** An error, announced at once. */
export function Alert({ title, children, actions, className }: AlertProps) {
  return (
    <div
      role="alert"
      className={cn('rounded-xl border border-apple/40 bg-apple-soft px-4 py-3 text-sm text-ink', className)}
    >
      <p className="flex items-start gap-2 font-semibold text-apple">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {title}
      </p>
      {children === undefined ? null : <div className="mt-1 ps-6">{children}</div>}
      {actions === undefined ? null : <div className="mt-2.5 flex flex-wrap gap-2 ps-6">{actions}</div>}
    </div>
  );
}
