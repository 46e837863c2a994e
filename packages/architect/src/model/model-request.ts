import type { ModelMessage, ModelRequest } from '@orchard-studio/core';
import type { ClaimDraft, Exchange, ProposerInput, ResolvedAnswer } from '../proposer.ts';
import { isReadyToBuild } from '../readiness/readiness.ts';
import { compactPlan } from './compact-plan.ts';
import type { Handles } from './handles.ts';
import { planTool } from './plan-draft.ts';

/** Earlier exchanges that a model is given, and of each so much. */
const MAX_EXCHANGES = 6;
const MAX_EARLIER = 1_500;

/** How to use the tool: part of the contract, so not part of the persona that a host may replace. */
const CONTRACT = `

## The tool

First answer in words. Then call change_plan once with everything that changes, or with empty lists when nothing does.
An item of the plan has a handle (E2): use it to change that item. For a new item make up a handle of your own (new1), and use it wherever you refer to the item.
Write every sentence of the user (S1, S2 …) into \`sentences\`, with the handles of what it led to.`;

export interface RequestOptions {
  readonly persona: string;
  /** What the host tells about itself: its users, its defaults. */
  readonly hostContext: string;
  readonly maxOutputTokens: number;
}

/** A text between tags: what is in it cannot close them. */
const tagged = (tag: string, text: string): string =>
  text === '' ? '' : `<${tag}>\n${text.replaceAll(/<(?=\/?[a-z])/gi, '‹')}\n</${tag}>`;

const shortened = (text: string): string =>
  text.length <= MAX_EARLIER ? text : `${text.slice(0, MAX_EARLIER)}…`.toWellFormed();

function earlier(history: readonly Exchange[]): readonly ModelMessage[] {
  return history.slice(-MAX_EXCHANGES).flatMap(({ message, reply }): ModelMessage[] => [
    {
      role: 'user',
      content: [{ type: 'text', text: tagged('message', shortened(message)) || '(answers only)' }],
    },
    { role: 'assistant', content: [{ type: 'text', text: shortened(reply) || '…' }] },
  ]);
}

/** Sentences of this turn that are about the app, by their handles. */
export function sentenceHandles(claims: readonly ClaimDraft[]): ReadonlyMap<string, ClaimDraft> {
  return new Map(claims.filter(({ command }) => command === null).map((claim, at) => [`S${at + 1}`, claim]));
}

function answerLine({ question, kind, options, text }: ResolvedAnswer, handles: Handles): string {
  const given = { skipped: 'skipped', delegated: 'you decide', chosen: '' }[kind];
  const words = [
    given,
    ...options.map(({ label }) => JSON.stringify(label)),
    text === '' ? '' : JSON.stringify(text),
  ];
  return `${handles.of(question.id)} ${JSON.stringify(question.text)}: ${words.filter(Boolean).join(', ')}`;
}

function agenda({ blueprint, turn }: ProposerInput): string {
  const { blockers, warnings } = isReadyToBuild(blueprint);
  const findings = [...blockers, ...warnings].slice(0, 12).map(({ message, fix }) => `- ${message} ${fix}`);
  const more = turn.commands.includes('more') ? ['- The person wants to be asked more.'] : [];
  return [...findings, ...more].join('\n');
}

function material(input: ProposerInput, handles: Handles, hostContext: string): string {
  const { turn, blueprint, locale } = input;
  const sentences = [...sentenceHandles(turn.claims)].map(
    ([handle, { text }]) => `${handle} ${JSON.stringify(text)}`,
  );
  return [
    tagged('host', hostContext),
    tagged('plan', compactPlan(blueprint, handles)),
    tagged('agenda', agenda(input)),
    tagged('answers', turn.answers.map((answer) => answerLine(answer, handles)).join('\n')),
    tagged('sentences', sentences.join('\n')),
    tagged('message', turn.message),
    `The person's language: ${locale}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What a model is asked in one turn, made anew from the plan. */
export function modelRequest(
  input: ProposerInput,
  handles: Handles,
  { persona, hostContext, maxOutputTokens }: RequestOptions,
): ModelRequest {
  const text = material(input, handles, hostContext);
  return {
    system: `${persona}${CONTRACT}`,
    messages: [...earlier(input.history), { role: 'user', content: [{ type: 'text', text }] }],
    tools: [planTool()],
    toolChoice: 'auto',
    maxOutputTokens,
    signal: input.signal,
  };
}
