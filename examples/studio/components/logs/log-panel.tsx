'use client';

import type { LogEntry, LogLevel } from '@orchard-studio/client/react';
import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input, Select } from '@/components/ui/input';
import { plainText } from '@/lib/ansi';
import { download } from '@/lib/download';
import { LEVEL_RANK, LEVELS } from '@/lib/log-levels';
import { LogWindow } from './log-window';

export interface LogPanelProps {
  readonly title: string;
  readonly lines: readonly LogEntry[];
  /** Lines that are no longer held. */
  readonly dropped: number;
  /** Tells the lines of several steps apart. */
  readonly showsStep: boolean;
  /** Name of the file it is downloaded as. */
  readonly file: string;
  readonly isOver: boolean;
}

const textOf = (lines: readonly LogEntry[]): string =>
  lines
    .map(({ at, level, step = '-', text }) => `${at} ${level.padEnd(5)} ${step} ${plainText(text)}\n`)
    .join('');

/** A log with its filter, and what can be done with it. */
export function LogPanel({ title, lines, dropped, showsStep, file, isOver }: LogPanelProps) {
  const [level, setLevel] = useState<LogLevel>('debug');
  const [filter, setFilter] = useState('');
  const [follows, setFollows] = useState(true);
  const [wraps, setWraps] = useState(true);
  const shown = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    if (wanted === '' && level === 'debug') return lines;
    return lines.filter(
      (line) =>
        LEVEL_RANK[line.level] >= LEVEL_RANK[level] &&
        (wanted === '' || `${line.step ?? ''} ${plainText(line.text)}`.toLowerCase().includes(wanted)),
    );
  }, [lines, level, filter]);
  const count = (value: number): string => value.toLocaleString('en');
  return (
    <section aria-label={title} className="min-w-0 self-start overflow-hidden rounded-xl border bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <h3 className="me-auto text-sm font-semibold max-sm:basis-full">{title}</h3>
        <Input
          type="search"
          aria-label="Filter the log"
          placeholder="Filter"
          value={filter}
          className="min-h-8 w-28 flex-1 px-2 py-1 text-sm sm:max-w-56"
          onChange={(event) => setFilter(event.target.value)}
        />
        <Select
          aria-label="Level"
          value={level}
          className="max-w-40"
          onChange={(event) =>
            setLevel(LEVELS.find(({ value }) => value === event.target.value)?.value ?? 'debug')
          }
        >
          {LEVELS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <Tick label="Wrap" checked={wraps} onChange={setWraps} />
        <Tick label="Follow" checked={follows} onChange={setFollows} />
        <Button
          look="secondary"
          size="small"
          disabled={lines.length === 0}
          onClick={() => download(textOf(lines), file)}
        >
          <Download aria-hidden />
          Download
        </Button>
      </div>
      <LogWindow
        lines={shown}
        showsStep={showsStep}
        wraps={wraps}
        follows={follows}
        onFollows={setFollows}
        empty={
          lines.length > 0 ? 'No line matches the filter.' : isOver ? 'It printed nothing.' : 'No lines yet.'
        }
      />
      <p className="border-t px-4 py-1.5 text-xs text-muted">
        {count(shown.length)} of {count(lines.length)} lines
        {dropped > 0 ? `; the oldest ${count(dropped)} of the operation are no longer held here` : ''}
      </p>
    </section>
  );
}

interface TickProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Tick({ label, checked, onChange }: TickProps) {
  return (
    <label className="flex min-h-6 items-center gap-1.5 text-sm">
      <input
        type="checkbox"
        checked={checked}
        className="size-4 accent-leaf"
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
