'use client';

import type { Question } from '@orchard-studio/core';
import { type KeyboardEvent, useId } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { cn } from '@/lib/cn';
import { type AnswerDraft, EMPTY_DRAFT } from './answer-drafts';
import { OptionRow } from './option-row';

export interface QuestionCardProps {
  readonly question: Question;
  readonly draft: AnswerDraft;
  readonly onChange: (draft: AnswerDraft) => void;
}

const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLInputElement && target.type === 'text';

/** One question with its quick replies. The number keys pick while the card holds the focus. */
export function QuestionCard({ question, draft, onChange }: QuestionCardProps) {
  const id = useId();
  const isMulti = question.kind === 'multi';
  const given = draft.way !== 'answer' || draft.optionIds.length > 0 || draft.text !== '';

  const pick = (optionId: string): void => {
    const has = draft.optionIds.includes(optionId);
    const others = draft.optionIds.filter((other) => other !== optionId);
    const optionIds = isMulti ? (has ? others : [...others, optionId]) : [optionId];
    onChange({ ...draft, way: 'answer', optionIds });
  };
  const toggle = (way: 'delegate' | 'skip'): void =>
    onChange(draft.way === way ? { ...draft, way: 'answer' } : { ...EMPTY_DRAFT, text: draft.text, way });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const option = /^[1-9]$/.test(event.key) ? question.options[Number(event.key) - 1] : undefined;
    if (option === undefined) return;
    event.preventDefault();
    pick(option.id);
  };

  return (
    <fieldset
      onKeyDown={onKeyDown}
      aria-describedby={`${id}-stake`}
      className={cn(
        'grid min-w-0 gap-3 rounded-2xl border bg-surface p-4 shadow-card',
        given && 'border-leaf/60',
      )}
    >
      <div>
        <legend className="float-left w-full font-semibold">
          {question.text}
          {question.blocking ? (
            <>
              {' '}
              <Badge tone="amber" className="align-[0.1em]">
                Needed to build
              </Badge>
            </>
          ) : null}
        </legend>
        <p id={`${id}-stake`} className="clear-both pt-0.5 text-sm text-muted">
          {question.status === 'partial' ? (
            <strong className="block font-medium text-amber">
              Your answer was not understood. Say it in another way, or pick one.
            </strong>
          ) : null}
          {question.stake}
        </p>
      </div>
      {question.options.length === 0 ? null : (
        <div className="grid gap-1.5">
          {question.options.map((option, index) => (
            <OptionRow
              key={option.id}
              option={option}
              number={index + 1}
              group={id}
              isMulti={isMulti}
              isChecked={draft.way === 'answer' && draft.optionIds.includes(option.id)}
              onPick={() => pick(option.id)}
            />
          ))}
        </div>
      )}
      <Input
        type="text"
        dir="auto"
        maxLength={4_000}
        aria-label={`Your own answer: ${question.text}`}
        placeholder={question.options.length === 0 ? 'Your answer' : 'Or say it in your own words'}
        value={draft.text}
        onChange={(event) => onChange({ ...draft, way: 'answer', text: event.target.value })}
      />
      <div className="flex flex-wrap gap-1.5">
        <Button
          look="secondary"
          size="small"
          aria-pressed={draft.way === 'delegate'}
          className="aria-pressed:border-leaf aria-pressed:bg-leaf-soft aria-pressed:text-leaf"
          onClick={() => toggle('delegate')}
        >
          You decide
        </Button>
        <Button
          look="secondary"
          size="small"
          aria-pressed={draft.way === 'skip'}
          className="aria-pressed:border-amber aria-pressed:bg-amber-soft aria-pressed:text-amber"
          onClick={() => toggle('skip')}
        >
          Skip
        </Button>
        {given ? (
          <Button
            look="quiet"
            size="small"
            className="ms-auto text-muted"
            onClick={() => onChange(EMPTY_DRAFT)}
          >
            Clear
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}
