import { isPerson } from './act.ts';
import type { AccessModel, Phrase } from './facts.ts';
import { type Pattern, textOf } from './pattern.ts';
import { makePhrase } from './phrase.ts';

const ANY = '(?:every(?:one|body)|any(?:one|body)|all|people|users|each (?:person|user))';
const MAY = '(?:can|may|should|could|is allowed to|are allowed to)';
const DO =
  '(?:see|view|read|use|open|access|edit|change|add|create|update|modify|manage|delete|remove|do|have access to)';
const THINGS =
  '(?:it|this|that|things|everything|anything|it all|all|the (?:app|site|data|plan|whole thing|lists?))';
const DOES = `${MAY} ${DO}(?:(?:, | and | or |, and )${DO})*(?: ${THINGS})?`;

/** Whole sentences only, and seeing is not changing: "only admins can delete tasks" is a rule about tasks and read elsewhere. */
const SENTENCES: readonly (readonly [AccessModel, RegExp])[] = [
  [
    'shared',
    new RegExp(
      `^(?:only |just )?(?:for )?(?:signed|logged)[- ]in (?:people|users|members|persons|ones)(?: only)?(?: ${DOES})?$`,
    ),
  ],
  ['shared', new RegExp(`^(?:only )?(?:registered (?:people|users)|members only)(?: ${DOES})?$`)],
  [
    'shared',
    new RegExp(
      `^${ANY} (?:must|should|have to|has to|need to|needs to) (?:sign|log) in(?: first)?(?: to .*)?$`,
    ),
  ],
  [
    'shared',
    /^(?:(?:it|this|the app) (?:needs|requires|should have|must have) |add |i want |we need |with )?(?:a |an )?(?:sign[- ]?in|log[- ]?in|signing in|logging in)(?: (?:is )?(?:required|needed|mandatory))?$/,
  ],
  [
    'own',
    new RegExp(
      `^${ANY} (?:${MAY} )?(?:only )?(?:sees?|view|views|access|accesses)(?: and (?:edits?|changes?))? only (?:their|his|her|his or her) own(?: (?:things|data|stuff|items|entries|records))?$`,
    ),
  ],
  ['own', /^(?:make|keep) (?:it|everything|all data) private$/],
  [
    'link',
    new RegExp(
      `^(?=.*\\b(?:edit|change|add|do|use|access|open|manage)\\b)${ANY}(?: with the link)? ${DOES}$`,
    ),
  ],
  [
    'link',
    /^(?:make it public|(?:it|the app) (?:is|should be) public|no (?:sign|log)[- ]?in (?:is )?(?:needed|required))$/,
  ],
];

/** "only staff can change things", "just the organizers may edit": everybody else looks. */
const CHANGERS = new RegExp(
  `^(?:only|just) (?:(?:the|our) )?([a-z ]+?) (?:${MAY} )?(?=.*\\b(?:edit|change|add|create|update|modify|manage|do))${DO}s?(?:(?:, | and | or |, and )${DO}s?)*(?: ${THINGS})?$`,
);

/** Who changes things, if that is what a clause says and no more. */
function changer(text: string): Phrase | null {
  const words = CHANGERS.exec(text)?.[1]?.split(' ') ?? [];
  const phrase = makePhrase(words.map((word) => ({ text: word, lower: word, isWord: true })));
  return words.length > 0 && words.length <= 3 && isPerson(phrase) ? phrase : null;
}

/** "actually only signed-in people", "people must log in", "everyone can see everything". */
export const access: Pattern = ({ tokens }, at) => {
  const rest = textOf(tokens, at).toLowerCase();
  const model = rest.length > 120 ? undefined : SENTENCES.find(([, pattern]) => pattern.test(rest))?.[0];
  if (model !== undefined) return { facts: [{ kind: 'access', model, role: null }], next: tokens.length };
  const role = rest.length > 120 ? null : changer(rest);
  return role === null ? null : { facts: [{ kind: 'access', model: 'staff', role }], next: tokens.length };
};
