import { Buffer } from 'node:buffer';
import type { Anthropic } from '@anthropic-ai/sdk';
import type { ModelMessage, ModelRequest, ModelTool } from '@orchard-studio/core';
import type { Settings } from './settings.ts';

type Wanted = Pick<Settings, 'model' | 'strictTools' | 'eagerInputStreaming'>;
type Part = ModelMessage['content'][number];
type Block = Anthropic.TextBlockParam | Anthropic.ImageBlockParam;
interface Turn {
  readonly role: ModelMessage['role'];
  readonly content: Block[];
}

const CACHED = { cache_control: { type: 'ephemeral' } } as const;

/** The vendor refuses a text of nothing but white space, and half a character. */
const isBlank = (text: string): boolean => text.trim() === '';

function blockOf(part: Part): Block {
  if (part.type === 'text') return { type: 'text', text: part.text.toWellFormed() };
  const { data, mediaType } = part;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return {
    type: 'image',
    source: { type: 'base64', media_type: mediaType, data: bytes.toString('base64') },
  };
}

function blocksOf({ role, content }: ModelMessage): readonly Block[] {
  const parts: readonly Part[] = content;
  const blocks = parts.filter((part) => part.type === 'image' || !isBlank(part.text)).map(blockOf);
  // A message that the model answers must not vanish: the answer before it would be continued instead.
  return blocks.length === 0 && role === 'user' ? [{ type: 'text', text: '[An empty message.]' }] : blocks;
}

/** Turns that alternate, none of them empty. */
function turnsOf(messages: readonly ModelMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const blocks = blocksOf(message);
    const last = turns.at(-1);
    if (blocks.length === 0) continue;
    if (last?.role === message.role) last.content.push(...blocks);
    else turns.push({ role: message.role, content: [...blocks] });
  }
  return turns;
}

function toolOf({ name, description, inputSchema }: ModelTool, wanted: Wanted): Anthropic.Tool {
  return {
    name,
    description,
    input_schema: { ...inputSchema, type: 'object' },
    ...(wanted.strictTools ? { strict: true } : {}),
    ...(wanted.eagerInputStreaming ? { eager_input_streaming: true } : {}),
  };
}

/** Tools and instructions. What is cached begins with the tools and goes on to the marked block. */
function prefixOf({ system, tools, toolChoice }: ModelRequest, wanted: Wanted) {
  const told = isBlank(system) ? undefined : system.toWellFormed();
  const last = tools.length - 1;
  return {
    ...(told === undefined ? {} : { system: [{ type: 'text' as const, text: told, ...CACHED }] }),
    // A choice without tools is refused.
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map((tool, at) => ({
            ...toolOf(tool, wanted),
            ...(told === undefined && at === last ? CACHED : {}),
          })),
          tool_choice: { type: toolChoice === 'required' ? ('any' as const) : ('auto' as const) },
        }),
  };
}

/**
 * The body of a request to the Messages API.
 *
 * @source https://platform.claude.com/docs/en/api/messages
 */
export function messageRequest(
  request: ModelRequest,
  wanted: Wanted,
): Anthropic.MessageCreateParamsStreaming {
  return {
    model: wanted.model,
    max_tokens: request.maxOutputTokens,
    stream: true,
    ...prefixOf(request, wanted),
    messages: turnsOf(request.messages),
  };
}
