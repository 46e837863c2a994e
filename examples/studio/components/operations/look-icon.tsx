import { cn } from '@/lib/cn';
import type { StatusLook } from './step-status';

/** Decoration: the status stands beside it in words. */
export function LookIcon({ look, className }: { readonly look: StatusLook; readonly className?: string }) {
  const { icon: Icon, color, spins } = look;
  return (
    <Icon aria-hidden className={cn('size-4 shrink-0', color, spins === true && 'animate-spin', className)} />
  );
}
