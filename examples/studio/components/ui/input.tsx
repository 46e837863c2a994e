import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

const LOOK =
  'w-full rounded-lg border border-edge/70 bg-surface px-3 text-ink placeholder:text-muted disabled:opacity-60';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(LOOK, 'min-h-9 py-1.5', className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cn(LOOK, 'py-2', className)} {...props} />;
}

export function Select({ className, ...props }: ComponentProps<'select'>) {
  return <select className={cn(LOOK, 'min-h-8 w-auto px-2 py-1 text-sm', className)} {...props} />;
}
