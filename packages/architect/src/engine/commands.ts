import type { ChatCommand } from '../proposer.ts';

const POLITE =
  '(?:(?:please|ok|okay|yes|yep|great|good|perfect|cool|now|just|so|then|and|looks good|sounds good|lgtm|go ahead(?: and)?|let.?s|you can|can you|i want you to)[, ]*)*';
const OBJECT =
  '(?: (?:it|this|that|now|please|already|everything|the app|the plan|the blueprint|the whole thing|my app|go))*';
const whole = (body: string): RegExp => new RegExp(`^${POLITE}(?:${body})${OBJECT}$`);

/** First match wins. Only a whole sentence counts: "people build it together" is a statement. */
const COMMANDS: readonly (readonly [ChatCommand, RegExp])[] = [
  [
    'help',
    /^(?:(?:please )?help(?: me)?(?: please)?|what can (?:you|i|u)(?: do| say| build| ask| write)?(?: here| for me| with this)?|how does (?:this|it) work|how do i (?:start|begin|use (?:this|it))|what (?:is|are) (?:this|you)|who are you|what (?:now|should i (?:do|say|write))|(?:can|could) (?:you|u) do (?:this|that|it))$/,
  ],
  [
    'courtesy',
    /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|hi there|hello there|hey there|thanks|thank you|thx|thanks a lot|thank you very much|ok|okay|great|cool|nice|perfect|awesome|good|bye|goodbye)$/,
  ],
  ['bare', /^(?:yes|yeah|yep|yup|sure|no|nope|nah|maybe|perhaps|true|false)(?: please| thanks| thank you)?$/],
  [
    'build',
    whole(
      'build|approve|approved|i approve|ship|deploy|publish|start|start building|begin building|generate|make|create|do|go ahead|go live|launch|build and deploy|approve and build|ready to build',
    ),
  ],
  [
    'more',
    whole(
      'ask(?: me)? more(?: questions)?|more questions|what else|anything else|ask me(?: something| anything)? else|any more questions',
    ),
  ],
  [
    'decide',
    whole(
      '(?:you|u) (?:decide|choose|pick)(?: for me)?|up to you|your call|your choice|surprise me|whatever you (?:think|like|want)|as you (?:like|wish|think)|i don.?t (?:care|mind|know)|no preference|use the defaults?|defaults?',
    ),
  ],
  ['skip', whole('skip|skip (?:them|these|those|all)|not now|later|ask me later')],
];

const INSTRUCTION =
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:previous|prior|above|earlier|all|any|your)\b.{0,60}\b(?:instructions?|prompts?|rules?|guidelines?|guardrails?)\b|\b(?:reveal|print|show)\b.{0,40}\bsystem prompt\b|\byou are now\b.{0,60}\b(?:admin|root|dan|unrestricted|developer mode)\b/i;

/** What a sentence orders the engine to do, null for a statement about the product. */
export function matchCommand(sentence: string): ChatCommand | null {
  if (INSTRUCTION.test(sentence)) return 'instruction';
  if (sentence.length > 80) return null;
  const plain = sentence
    .toLowerCase()
    .replace(/[^\p{L}\p{N}'’, ]+/gu, ' ')
    .replace(/[’]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  for (const [command, pattern] of COMMANDS) if (pattern.test(plain)) return command;
  return null;
}

/** Why a command is not kept as a statement about the product. */
export const COMMAND_REASONS: Readonly<Record<ChatCommand, string>> = {
  build:
    'A wish to build is no statement about the product. Approval is one press of the button, never a message.',
  more: 'A request for more questions, not a statement about the product.',
  decide: 'Leaves the open questions to the Architect; each became an assumption.',
  skip: 'Skips the open questions; they stay open.',
  help: 'A question to the Architect, not a statement about the product.',
  courtesy: 'A courtesy, not a statement about the product.',
  bare: 'A yes or no on its own: it belongs to no question that could be told. The questions are answered on their cards.',
  instruction:
    'An instruction to the Architect, not a statement about the product. Nothing in a message can approve or change rules.',
};
