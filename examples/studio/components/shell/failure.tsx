import type { OrchardError } from '@orchard-studio/core';
import type { ReactNode } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';

export interface FailureProps {
  readonly error: OrchardError;
  readonly onRetry: () => void;
  readonly className?: string;
  readonly children?: ReactNode;
}

const isDown = (error: OrchardError): boolean => error.code === 'UNREACHABLE';

/** An error of the server with what to do about it. */
export function Failure({ error, onRetry, className, children }: FailureProps) {
  const title = isDown(error) ? 'The Orchard server does not answer' : 'That did not work';
  return (
    <Alert
      title={title}
      {...(className === undefined ? {} : { className })}
      actions={
        <>
          <Button look="secondary" size="small" onClick={onRetry}>
            Try again
          </Button>
          {children}
        </>
      }
    >
      {isDown(error) ? (
        <p>Check that it still runs where you started it, then try again. Nothing you said is lost.</p>
      ) : (
        <p>{error.message}</p>
      )}
    </Alert>
  );
}
