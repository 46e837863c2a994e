import { cn } from '@/lib/cn';

/** A grey place where something will appear. Its container says so to screen readers. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={cn('animate-pulse rounded-lg bg-sunken', className)} />;
}
