import type { Blueprint } from '@orchard-studio/core';
import type { Access, Gap } from './app-model.ts';
import { cleanText, pluralOf } from './names.ts';

const wanted = (item: { readonly status: string }): boolean => item.status !== 'rejected';
/** What an app of forms and lists does not do by itself, and what it does. */
const BEYOND =
  /\b(?:e-?mails?|sms|notif\w*|remind\w*|pay\w*|exports?|imports?|prints?|charts?|reports?|statistics?|dashboard|maps?|calendars?|syncs?|chats?|sends?)\b/i;
/** Wishes about who may do what: the access rules are there for them. */
const ACCESS =
  /\b(?:everyone|everybody|anyone|anybody|only|nobody|(?:their|his|her) own)\b.*\b(?:look|see|view|read|change|edit|add|manage|book|cancel|delete|use|own)\w*\b/i;
const SIGN_IN = /\b(?:sign\w*[- ]in|log\w*[- ]in|sign\w*[- ]up|accounts?|registers?|roles?)\b/i;
const COVERED = /\b(?:search|filter|sort)\w*\b/i;

/** Requirements in the user's words of which nobody can say that forms and lists meet them. */
function requirementGaps({ sections }: Blueprint, access: Access): Gap[] {
  const names = sections.dataModel.entities
    .filter(wanted)
    .flatMap(({ name }) => [name.toLowerCase(), pluralOf(name).toLowerCase()]);
  return sections.requirements.items
    .filter((item) => wanted(item) && item.origin === 'user_stated')
    .filter(({ title }) => {
      const text = title.toLowerCase();
      if (SIGN_IN.test(text) || ACCESS.test(text)) return BEYOND.test(text) || !access.enforced;
      return BEYOND.test(text) || !(COVERED.test(text) || names.some((name) => text.includes(name)));
    })
    .map(({ title }) => ({
      kind: 'requirement',
      title: cleanText(title, 200),
      reason: 'The app keeps and shows records; nothing beyond that was built for this wish.',
    }));
}

/** Wishes of the Blueprint that this builder has no rule for. */
export function deriveGaps(blueprint: Blueprint, access: Access): readonly Gap[] {
  const { integrations, uiComponents } = blueprint.sections;
  const services = integrations.items.filter(wanted).map((item): Gap => {
    const purpose = cleanText(item.purpose, 300);
    return {
      kind: 'integration',
      title: cleanText(item.name, 200),
      reason: `It is not connected.${purpose === '' ? '' : ` Its purpose: ${purpose}`}`,
    };
  });
  const screens = uiComponents.components
    .filter(wanted)
    .filter((component) => component.entity === null && component.route.trim() !== '/')
    .map((component): Gap => {
      const purpose = cleanText(component.purpose, 300);
      return {
        kind: 'component',
        title: cleanText(component.name, 200),
        reason: `It belongs to no stored thing, so there is no page for it.${purpose === '' ? '' : ` Its purpose: ${purpose}`}`,
      };
    });
  return [...requirementGaps(blueprint, access), ...services, ...screens];
}
