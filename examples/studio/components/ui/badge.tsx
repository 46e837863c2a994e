import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

const badgeStyle = cva(
  'inline-flex items-center gap-1 rounded-full px-2 py-px text-xs leading-5 font-medium whitespace-nowrap [&_svg]:size-3',
  {
    variants: {
      tone: {
        plain: 'bg-sunken text-muted',
        leaf: 'bg-leaf-soft text-leaf',
        apple: 'bg-apple-soft text-apple',
        amber: 'bg-amber-soft text-amber',
        sky: 'bg-sky-soft text-sky',
        outline: 'border border-line text-muted',
      },
    },
    defaultVariants: { tone: 'plain' },
  },
);

export type Tone = NonNullable<VariantProps<typeof badgeStyle>['tone']>;

export interface BadgeProps extends ComponentProps<'span'>, VariantProps<typeof badgeStyle> {}

export function Badge({ tone, className, ...props }: BadgeProps) {
  return <span className={cn(badgeStyle({ tone }), className)} {...props} />;
}
