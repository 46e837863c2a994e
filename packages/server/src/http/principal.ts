import type { TenantId } from '@orchard-studio/core';

/** Who makes a request. */
export interface Principal {
  readonly tenantId: TenantId;
  /** The host's name for the person; recorded with approvals. */
  readonly userId: string;
}

/** Everything a principal can be allowed or denied. */
export type Action =
  | 'project:create'
  | 'project:list'
  | 'project:read'
  | 'blueprint:chat'
  | 'blueprint:read'
  | 'blueprint:delete'
  | 'blueprint:approve'
  | 'blueprint:build'
  | 'operation:start'
  | 'operation:read'
  | 'operation:decide'
  | 'operation:cancel'
  | 'operation:resume'
  | 'operation:rerun'
  | 'stream:ticket'
  | 'environment:read'
  | 'template:list'
  | 'tree:list';

/** What the action is done to. Ids come from the path and are not yet known to exist. */
export interface Resource {
  readonly projectId?: string;
  readonly blueprintId?: string;
  readonly operationId?: string;
}

/** Who sent the request; undefined when nobody is signed in. */
export type Authenticate = (request: Request) => Promise<Principal | undefined> | Principal | undefined;

/** Only the answer `true` allows; anything else, a rejection included, denies. */
export type Authorize = (
  principal: Principal,
  action: Action,
  resource: Resource,
) => Promise<boolean> | boolean;
