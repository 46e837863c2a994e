import {
  type CreateProjectRequest,
  createProjectRequestSchema,
  type EnvironmentName,
  type ProjectView,
  parseOrThrow,
  projectViewSchema,
} from '@orchard-studio/core';
import { z } from 'zod';
import type { CallOptions, Transport } from './http/transport.ts';

const projectListSchema = z.object({ projects: z.array(projectViewSchema) });

const logLineSchema = z.object({
  at: z.string(),
  stream: z.enum(['stdout', 'stderr']),
  line: z.string(),
});

const logLinesSchema = z.object({ lines: z.array(logLineSchema) });

/** One line an app wrote. */
export type LogLine = z.infer<typeof logLineSchema>;

/** Projects, and what runs in their environments. */
export interface ProjectsApi {
  /** @throws INVALID_INPUT when the name is empty or longer than 120 characters. */
  create(request: CreateProjectRequest & CallOptions): Promise<ProjectView>;
  /** Every project of the caller, as the server orders them. */
  list(request?: CallOptions): Promise<readonly ProjectView[]>;
  /** @throws NOT_FOUND */
  get(request: { readonly projectId: string } & CallOptions): Promise<ProjectView>;
  /** The latest lines of a running app, oldest first. `limit` is the server's default when left out. */
  logs(
    request: {
      readonly projectId: string;
      readonly environment: EnvironmentName;
      readonly limit?: number;
    } & CallOptions,
  ): Promise<readonly LogLine[]>;
}

export function createProjectsApi(transport: Transport): ProjectsApi {
  return {
    create: async ({ signal, ...request }) => {
      const body = parseOrThrow(createProjectRequestSchema, request, 'The project');
      return transport.json(projectViewSchema, { method: 'POST', path: ['projects'], body, signal });
    },
    list: async (options) => {
      const { projects } = await transport.json(projectListSchema, {
        path: ['projects'],
        signal: options?.signal,
      });
      return projects;
    },
    get: ({ projectId, signal }) =>
      transport.json(projectViewSchema, { path: ['projects', projectId], signal }),
    logs: async ({ projectId, environment, limit, signal }) => {
      const { lines } = await transport.json(logLinesSchema, {
        path: ['projects', projectId, 'environments', environment, 'logs'],
        query: { limit },
        signal,
      });
      return lines;
    },
  };
}
