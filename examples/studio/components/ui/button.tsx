import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** Class names of a button, for links that look like one. */
export const buttonStyle = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap select-none transition-colors disabled:opacity-55 disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-leaf text-on-leaf hover:not-disabled:bg-leaf-strong',
        secondary: 'border border-edge/60 bg-surface text-ink hover:not-disabled:bg-sunken',
        quiet: 'text-ink hover:not-disabled:bg-sunken',
        danger: 'border border-apple/60 bg-surface text-apple hover:not-disabled:bg-apple-soft',
      },
      size: {
        regular: 'min-h-9 px-3.5 py-1.5 text-sm',
        small: 'min-h-7 px-2.5 py-0.5 text-[0.8125rem]',
        icon: 'size-8 [&_svg]:size-[1.125rem]',
      },
    },
    defaultVariants: { look: 'primary', size: 'regular' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {}

export function Button({ look, size, className, type = 'button', ...props }: ButtonProps) {
  return <button type={type} className={cn(buttonStyle({ look, size }), className)} {...props} />;
}
