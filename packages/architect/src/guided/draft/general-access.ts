import type { AccessRule, Entity } from '@orchard-studio/core';
import { ANYONE_ROLE, USER } from '../lexicon/people.ts';
import type { Action } from '../lexicon/verbs.ts';
import type { AccessModel } from '../parse/facts.ts';
import { type Draft, entities, isLink, key } from './draft.ts';
import { covers, isExclusive, statedRules } from './grants.ts';
import { managersOf, wholeOf } from './standing.ts';

const ALL: readonly Action[] = ['create', 'read', 'update', 'delete'];
const LOOK: readonly Action[] = ['read'];
const KEEP: readonly Action[] = ['create', 'read', 'update'];
export const STAFF = 'Staff';

/** Why somebody may do something that nobody stated. */
export type Reason =
  /** Follows the thing it is a part of. */
  | 'part'
  /** Seen to be chosen from. */
  | 'choice'
  /** The record that stands for the person. */
  | 'self'
  /** Who sees all or manages one thing does so with the others. */
  | 'manager'
  /** Named without a word on rights. */
  | 'look'
  /** The general answer. */
  | 'model'
  /** Somebody has to look after it. */
  | 'rest';

/** A right that follows from what was stated and from the general answer. */
export interface Right {
  readonly role: string;
  readonly entity: Entity;
  readonly action: Action;
  readonly scope: 'all' | 'own';
  readonly reason: Reason;
}

interface Granted extends Pick<Right, 'scope' | 'reason'> {
  readonly actions: readonly Action[];
  readonly leaves?: boolean;
}

export interface General {
  readonly model: AccessModel;
  /** Who changes things in the model `staff`, null for whoever does so already. */
  readonly changer: string | null;
  /** False while the model is only assumed. */
  readonly isChosen: boolean;
}

const isReading = (rule: AccessRule): boolean => rule.actions.every((action) => action === 'read');

/** What nobody stated follows from what was: collects rights until every action on every thing has somebody. */
export class Rights {
  readonly #draft: Draft;
  readonly #stated: readonly AccessRule[];
  readonly #managers: readonly string[];
  readonly #rights: Right[] = [];
  /** Roles that get no more on a thing than they have, as `role entity`. */
  readonly #closed = new Set<string>();

  constructor(draft: Draft) {
    this.#draft = draft;
    this.#stated = statedRules(draft.content);
    this.#managers = managersOf(this.#stated);
  }

  collect(general: General): readonly Right[] {
    this.#parts();
    this.#needs();
    this.#lookers();
    if (general.model === 'link') this.#give(ANYONE_ROLE, ALL, general);
    if (general.model === 'staff') this.#give(ANYONE_ROLE, ['read'], general);
    for (const role of this.#managers) this.#grant(role, { actions: ALL, scope: 'all', reason: 'manager' });
    this.#actors(general);
    this.#rest(general);
    return this.#rights;
  }

  #of(entity: Entity, action: Action): readonly AccessRule[] {
    const whole = wholeOf(this.#draft, entity);
    return this.#stated.filter(
      (rule) => covers(rule, entity, action) || (whole !== undefined && covers(rule, whole, action)),
    );
  }

  #has(role: string, entity: Entity, action: Action): boolean {
    return (
      this.#stated.some((rule) => rule.role === role && covers(rule, entity, action)) ||
      this.#rights.some((each) => each.role === role && each.entity === entity && each.action === action)
    );
  }

  #add(right: Right): void {
    const { role, entity, action, scope } = right;
    const isOpen =
      scope === 'all' &&
      (this.#stated.some((rule) => rule.role === ANYONE_ROLE && covers(rule, entity, action)) ||
        this.#rights.some(
          (each) => each.role === ANYONE_ROLE && each.entity === entity && each.action === action,
        ));
    if (!isOpen && !this.#has(role, entity, action)) this.#rights.push(right);
  }

  #parts(): void {
    for (const entity of entities(this.#draft)) {
      const whole = wholeOf(this.#draft, entity);
      if (whole === undefined || this.#stated.some((rule) => rule.resource === entity.id)) continue;
      for (const { role, resource, actions, scope } of this.#stated) {
        if (resource !== whole.id) continue;
        for (const action of actions) this.#add({ role, entity, action, scope, reason: 'part' });
        this.#closed.add(`${role} ${entity.id}`);
      }
    }
  }

  /** Who has something of their own sees it, sees what it may point to, and keeps the record that stands for them. */
  #needs(): void {
    const isClient = ({ role }: AccessRule): boolean =>
      role !== ANYONE_ROLE && role !== USER && !this.#managers.includes(role);
    const all = entities(this.#draft);
    for (const rule of this.#stated.filter((each) => each.scope === 'own')) {
      const own = all.find((entity) => entity.id === rule.resource);
      if (own === undefined) continue;
      this.#add({ role: rule.role, entity: own, action: 'read', scope: 'own', reason: 'self' });
      for (const entity of all) {
        if (!isClient(rule) && !this.#of(entity, 'create').some(isExclusive)) continue;
        const isSelf = key(entity.name) === key(rule.role);
        const isChoice = own.fields.some((field) => isLink(field) && field.references === entity.id);
        if (entity === own || !(isSelf || isChoice)) continue;
        if (this.#stated.some((each) => each.role === rule.role && each.resource === entity.id)) continue;
        if (!isSelf && this.#of(entity, 'read').some(isExclusive)) continue;
        const self = this.#managers.length > 0 ? KEEP : ALL;
        for (const action of isSelf ? self : LOOK)
          this.#add({
            role: rule.role,
            entity,
            action,
            scope: isSelf ? 'own' : 'all',
            reason: isSelf ? 'self' : 'choice',
          });
        this.#closed.add(`${rule.role} ${entity.id}`);
      }
    }
  }

  /** "customers can look at products": they change none. */
  #lookers(): void {
    for (const rule of this.#stated) {
      const isMore = this.#stated.some(
        (other) => other.role === rule.role && other.resource === rule.resource && !isReading(other),
      );
      if (rule.scope === 'own' || !isReading(rule) || isMore || this.#managers.includes(rule.role)) continue;
      for (const entity of entities(this.#draft))
        if (rule.resource === '*' || rule.resource === entity.id)
          this.#closed.add(`${rule.role} ${entity.id}`);
    }
  }

  /** The general answer for whoever comes by, where it opens nothing that was stated otherwise. */
  #give(role: string, actions: readonly Action[], { isChosen }: General): void {
    for (const entity of entities(this.#draft)) {
      for (const action of actions) {
        const stated = this.#of(entity, action);
        const isBarred = stated.some((rule) => isExclusive(rule) || rule.scope === 'own');
        const isSettled = stated.length > 0 && !(isChosen && stated.every((rule) => rule.resource !== '*'));
        if (!isBarred && !isSettled) this.#add({ role, entity, action, scope: 'all', reason: 'model' });
      }
    }
  }

  /** `leaves` what was stated of others to them: "authors write posts" lets no reader write any. */
  #grant(role: string, { actions, scope, reason, leaves = false }: Granted): void {
    for (const entity of entities(this.#draft)) {
      if (this.#closed.has(`${role} ${entity.id}`)) continue;
      for (const action of actions) {
        const stated = this.#of(entity, action);
        if (!stated.some(isExclusive) && !(leaves && stated.length > 0))
          this.#add({ role, entity, action, scope, reason });
      }
    }
  }

  #actors({ model, changer }: General): void {
    const actors = this.#draft.content.sections.intent.actors
      .filter((actor) => actor.name !== STAFF || actor.origin === 'user_stated')
      .map((actor) => actor.name);
    const reason = 'model';
    if (model === 'named') this.#named(actors);
    if (model === 'staff') {
      const roles = changer === null ? (this.#managers.length > 0 ? this.#managers : [STAFF]) : [changer];
      // Who changes things sees them, too; where everybody does, that is said already.
      for (const role of roles) this.#grant(role, { actions: ALL, scope: 'all', reason });
    }
    if (model === 'shared')
      for (const role of actors) this.#grant(role, { actions: ALL, scope: 'all', reason, leaves: true });
    if (model !== 'own') return;
    for (const role of actors) {
      // Where somebody looks after all, the others add only what was said.
      const isLed =
        role !== USER && this.#managers.length > 0 && this.#stated.some((rule) => rule.role === role);
      this.#grant(role, { actions: isLed ? LOOK : ALL, scope: 'own', reason, leaves: true });
    }
  }

  /** People who were named and of whom nothing was said about rights: they look, and keep their own record. */
  #named(actors: readonly string[]): void {
    for (const role of actors) {
      if (this.#managers.includes(role) || this.#stated.some((rule) => rule.role === role)) continue;
      for (const entity of entities(this.#draft)) {
        const isSelf = key(entity.name) === key(role);
        const stated = this.#of(entity, 'read');
        if (!isSelf && stated.some((rule) => rule.scope === 'own' || isExclusive(rule))) continue;
        for (const action of isSelf ? KEEP : LOOK)
          this.#add({
            role,
            entity,
            action,
            scope: isSelf ? 'own' : 'all',
            reason: isSelf ? 'self' : 'look',
          });
      }
    }
  }

  /** What is left has nobody who may do it: the app would refuse it to all. */
  #rest({ changer }: General): void {
    const role = this.#managers[0] ?? changer ?? STAFF;
    for (const entity of entities(this.#draft)) {
      const isCovered = (action: Action): boolean =>
        this.#stated.some((rule) => covers(rule, entity, action)) ||
        this.#rights.some((right) => right.entity === entity && right.action === action);
      if (ALL.every(isCovered)) continue;
      // Who looks after a thing sees it, too.
      for (const action of ALL)
        if (!isCovered(action) || action === 'read')
          this.#add({ role, entity, action, scope: 'all', reason: 'rest' });
    }
  }
}
