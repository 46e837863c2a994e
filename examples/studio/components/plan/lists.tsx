import type { AccessRule, Component, Endpoint, Requirement, Sections } from '@orchard-studio/core';
import { Badge, type Tone } from '@/components/ui/badge';
import type { Changes } from './changed-ids';
import { Item } from './item';

interface ListProps<T> {
  readonly items: readonly T[];
  readonly changes: Changes;
}

export function Screens({ items, changes }: ListProps<Component>) {
  return (
    <ul className="grid gap-2">
      {items.map((screen) => (
        <Item key={screen.id} item={screen} change={changes.get(screen.id)} title={screen.name}>
          <p dir="auto" className="text-sm text-muted">
            {screen.route === '' ? null : <code className="me-2 font-mono text-ink">{screen.route}</code>}
            {screen.purpose}
          </p>
          {screen.actions.length === 0 ? null : (
            <p className="flex flex-wrap gap-1">
              {screen.actions.map((action) => (
                <Badge key={action} tone="plain">
                  {action}
                </Badge>
              ))}
            </p>
          )}
        </Item>
      ))}
    </ul>
  );
}

const METHODS: Readonly<Record<Endpoint['method'], Tone>> = {
  GET: 'sky',
  POST: 'leaf',
  PUT: 'amber',
  PATCH: 'amber',
  DELETE: 'apple',
};

export function Endpoints({ items, changes }: ListProps<Endpoint>) {
  return (
    <ul className="grid gap-2">
      {items.map((endpoint) => (
        <Item
          key={endpoint.id}
          item={endpoint}
          change={changes.get(endpoint.id)}
          title={
            <span className="flex flex-wrap items-center gap-2">
              <Badge tone={METHODS[endpoint.method]} className="font-mono">
                {endpoint.method}
              </Badge>
              <code className="font-mono text-sm">{endpoint.path}</code>
            </span>
          }
        >
          <p dir="auto" className="text-sm text-muted">
            {endpoint.description}
            {endpoint.auth === '' ? null : ` For: ${endpoint.auth}.`}
          </p>
        </Item>
      ))}
    </ul>
  );
}

export function AccessRules({
  items,
  changes,
  names,
}: ListProps<AccessRule> & { readonly names: ReadonlyMap<string, string> }) {
  return (
    <ul className="grid gap-2">
      {items.map((rule) => (
        <Item key={rule.id} item={rule} change={changes.get(rule.id)} title={rule.role}>
          <p className="text-sm text-muted">
            may {rule.actions.join(', ') || 'do nothing with'}{' '}
            <span className="text-ink">
              {rule.resource === '*' ? 'everything' : (names.get(rule.resource) ?? rule.resource)}
            </span>
            {rule.scope === 'own' ? ', their own only' : ''}
          </p>
        </Item>
      ))}
    </ul>
  );
}

const STEPS = ['given', 'when', 'then'] as const;

export function Requirements({ items, changes }: ListProps<Requirement>) {
  return (
    <ul className="grid gap-2">
      {items.map((requirement) => (
        <Item
          key={requirement.id}
          item={requirement}
          change={changes.get(requirement.id)}
          title={requirement.title}
        >
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-sm">
            {STEPS.filter((step) => requirement[step] !== '').map((step) => (
              <div key={step} className="contents">
                <dt className="text-muted capitalize">{step}</dt>
                <dd dir="auto">{requirement[step]}</dd>
              </div>
            ))}
          </dl>
        </Item>
      ))}
    </ul>
  );
}

/** Actors, journeys and what is left out on purpose. */
export function Intent({
  intent,
  changes,
}: {
  readonly intent: Sections['intent'];
  readonly changes: Changes;
}) {
  const statements = [
    ...intent.journeys.map((item) => ({ item, kind: 'Journey' })),
    ...intent.nonGoals.map((item) => ({ item, kind: 'Left out on purpose' })),
  ];
  return (
    <ul className="grid gap-2">
      {intent.actors.map((actor) => (
        <Item key={actor.id} item={actor} change={changes.get(actor.id)} title={actor.name}>
          {actor.description === '' ? null : (
            <p dir="auto" className="text-sm text-muted">
              {actor.description}
            </p>
          )}
        </Item>
      ))}
      {statements.map(({ item, kind }) => (
        <Item
          key={item.id}
          item={item}
          change={changes.get(item.id)}
          title={<span className="font-normal">{item.text}</span>}
        >
          <p className="text-xs text-muted">{kind}</p>
        </Item>
      ))}
    </ul>
  );
}
