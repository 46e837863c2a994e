import type { ServerResponse } from 'node:http';
import type { ErrorCode, Problem } from '@orchard-studio/core';

/** Ends a response with a problem+json body. */
export function problemOf(response: ServerResponse, status: number, code: ErrorCode, detail: string): void {
  const problem: Problem = { type: 'about:blank', title: code, status, detail, code, retryable: false };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}
