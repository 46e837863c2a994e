import type { Blueprint } from '@orchard-studio/core';
import type { Gap } from './app-model.ts';
import { cleanText, pluralOf } from './names.ts';

const wanted = (item: { readonly status: string }): boolean => item.status !== 'rejected';
const OPEN_TO_ALL = new Set(['', 'public', 'anyone', 'none']);

/** The app knows no users, so every wish for roles is one gap. */
function accessGap(blueprint: Blueprint): Gap[] {
  const { access, apiEndpoints } = blueprint.sections;
  const roles = access.rules.filter(wanted).filter((rule) => !OPEN_TO_ALL.has(rule.role.toLowerCase()));
  const signedIn = apiEndpoints.endpoints
    .filter(wanted)
    .filter((endpoint) => !OPEN_TO_ALL.has(endpoint.auth.trim().toLowerCase()));
  if (roles.length === 0 && signedIn.length === 0) return [];
  const names = [...new Set(roles.map((rule) => cleanText(rule.role, 60)))].slice(0, 5).join(', ');
  const who = names === '' ? '' : ` The plan names: ${names}.`;
  return [
    {
      kind: 'access',
      title: 'Sign-in and roles',
      reason: `The app has no sign-in: whoever can open it may see and change everything. The access rules of the plan are not enforced.${who}`,
    },
  ];
}

/** What an app of forms and lists does not do by itself, and what it does. */
const BEYOND =
  /\b(?:e-?mails?|sms|notif\w*|remind\w*|sign\w* in|log\w* in|accounts?|pay\w*|exports?|imports?|prints?|charts?|reports?|statistics?|dashboard|uploads?|maps?|calendars?|syncs?|chats?|sends?)\b/i;
const COVERED = /\b(?:search|filter|sort)\w*\b/i;

/** Requirements in the user's words of which nobody can say that forms and lists meet them. */
function requirementGaps({ sections }: Blueprint): Gap[] {
  const names = sections.dataModel.entities
    .filter(wanted)
    .flatMap(({ name }) => [name.toLowerCase(), pluralOf(name).toLowerCase()]);
  return sections.requirements.items
    .filter((item) => wanted(item) && item.origin === 'user_stated')
    .filter(({ title }) => {
      const text = title.toLowerCase();
      return BEYOND.test(text) || !(COVERED.test(text) || names.some((name) => text.includes(name)));
    })
    .map(({ title }) => ({
      kind: 'requirement',
      title: cleanText(title, 200),
      reason: 'The app keeps and shows records; nothing beyond that was built for this wish.',
    }));
}

/** Wishes of the Blueprint that this builder has no rule for. */
export function deriveGaps(blueprint: Blueprint): readonly Gap[] {
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
  return [...accessGap(blueprint), ...requirementGaps(blueprint), ...services, ...screens];
}
