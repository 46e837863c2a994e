'use client';

import { X } from 'lucide-react';
import { AlertDialog, Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { cn } from '@/lib/cn';
import { Button, buttonStyle } from './button';
import { ScrollRegion } from './scroll-region';

const OVERLAY = 'fixed inset-0 z-40 bg-black/45';
const PANEL =
  'fixed top-1/2 left-1/2 z-50 flex max-h-[88dvh] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-2xl border bg-surface shadow-card';

/** Moves the focus to what is marked as first within an element. @returns whether there is such a thing */
export function focusFirst(within: EventTarget | null): boolean {
  const first = within instanceof Element ? within.querySelector('[data-focus-first]') : null;
  if (!(first instanceof HTMLElement)) return false;
  first.focus();
  return true;
}

/** Gives the focus back to what had it before the dialog: a dialog without a trigger of its own would lose it. */
function useFocusBack() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      before.current = document.activeElement;
      if (focusFirst(event.target)) event.preventDefault();
    },
    onCloseAutoFocus: (event: Event) => {
      if (!(before.current instanceof HTMLElement) || !before.current.isConnected) return;
      event.preventDefault();
      before.current.focus();
    },
  };
}

export interface DialogProps {
  readonly id?: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: string;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  /** Buttons below the content, always in sight. */
  readonly footer?: ReactNode;
  /** Wide to read in (the default), narrow for a form. */
  readonly size?: 'wide' | 'narrow';
  readonly children: ReactNode;
}

/** A dialog to read in, or with a form. Its first focus is on what has `data-focus-first`, if anything has. */
export function Dialog(props: DialogProps) {
  const { id, open, onOpenChange, title, description, actions, footer, size = 'wide', children } = props;
  const focusBack = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content
          {...focusBack}
          {...(id === undefined ? {} : { id })}
          className={cn(PANEL, size === 'wide' ? 'max-w-3xl' : 'max-w-lg')}
        >
          <header className="flex items-center gap-2 border-b px-5 py-3">
            <div className="min-w-0 flex-1 basis-36">
              <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
              <Radix.Description dir="auto" className="text-sm text-muted">
                {description}
              </Radix.Description>
            </div>
            {actions}
            <Radix.Close aria-label="Close" className={buttonStyle({ look: 'quiet', size: 'icon' })}>
              <X aria-hidden />
            </Radix.Close>
          </header>
          <ScrollRegion aria-label={title} className="px-5 py-4">
            {children}
          </ScrollRegion>
          {footer === undefined ? null : (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly children: ReactNode;
  /** Fields below the text, for what has to be told. */
  readonly fields?: ReactNode;
  /** The way out. Default: "Cancel". */
  readonly dismiss?: string;
  /** Marks what takes something away. */
  readonly look?: 'primary' | 'danger';
  readonly disabled?: boolean;
}

/** Asks before something that should not happen by accident. Its first focus is on the way out. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  confirm,
  onConfirm,
  children,
  fields,
  dismiss = 'Cancel',
  look = 'primary',
  disabled = false,
}: ConfirmDialogProps) {
  const focusBack = useFocusBack();
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={OVERLAY} />
        <AlertDialog.Content {...focusBack} className={cn(PANEL, 'max-w-lg')}>
          <AlertDialog.Title className="px-5 pt-5 text-lg font-semibold">{title}</AlertDialog.Title>
          <ScrollRegion aria-label={title} className="px-5 py-3">
            <AlertDialog.Description asChild>
              <div>{children}</div>
            </AlertDialog.Description>
            {fields}
          </ScrollRegion>
          <footer className="flex flex-wrap justify-end gap-2 px-5 pb-5">
            <AlertDialog.Cancel asChild>
              <Button look="secondary">{dismiss}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button look={look} disabled={disabled} onClick={onConfirm}>
                {confirm}
              </Button>
            </AlertDialog.Action>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
