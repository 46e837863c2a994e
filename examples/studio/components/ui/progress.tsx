import { Progress as Radix } from 'radix-ui';
import { cn } from '@/lib/cn';

export interface ProgressProps {
  readonly label: string;
  /** 0 to 1. */
  readonly value: number;
  readonly tone?: 'leaf' | 'amber' | 'apple' | 'muted';
  readonly className?: string;
}

const TONES = { leaf: 'bg-leaf', amber: 'bg-amber', apple: 'bg-apple', muted: 'bg-edge' } as const;

export function Progress({ label, value, tone = 'leaf', className }: ProgressProps) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <Radix.Root
      aria-label={label}
      value={percent}
      className={cn('h-2 overflow-hidden rounded-full bg-sunken', className)}
    >
      <Radix.Indicator
        className={cn('h-full rounded-full transition-[width] duration-300', TONES[tone])}
        style={{ width: `${percent}%` }}
      />
    </Radix.Root>
  );
}
