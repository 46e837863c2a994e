import { cn } from '@/lib/cn';

/** The orchard's own mark: a fruit with its leaf. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={cn('size-8', className)}>
      <rect width="32" height="32" rx="9" fill="#2c6540" />
      <path
        d="M16 12.2c3.9-2.6 9.1-.5 9.1 4.9 0 5-3.9 9.4-9.1 9.4s-9.1-4.4-9.1-9.4c0-5.4 5.2-7.5 9.1-4.9Z"
        fill="#f8f5ea"
      />
      <path d="M16 12.5c-.2-3.3 1.7-6.3 6.1-7 .6 3.9-1.8 6.6-6.1 7Z" fill="#a8d48b" />
      <path d="M16 16.4v4.6" stroke="#2c6540" strokeWidth="1.8" strokeLinecap="round" />
    </svg>
  );
}
