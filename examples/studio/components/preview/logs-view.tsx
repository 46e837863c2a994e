'use client';

import { type LogLevel, type OperationHandle, useAppLogs } from '@orchard-studio/client/react';
import type { ProjectView } from '@orchard-studio/core';
import { useMemo, useState } from 'react';
import { Input, Select } from '@/components/ui/input';
import { LEVEL_RANK, LEVELS } from '@/lib/log-levels';
import { LogLines, type ShownLine } from './log-lines';

export interface LogsViewProps {
  readonly project: ProjectView | undefined;
  readonly operation: OperationHandle;
  /** Lines of the app are read only while someone looks. */
  readonly isShown: boolean;
}

type Source = 'build' | 'app';

/** The lines of one source, in one shape. */
function useLines({ project, operation, isShown }: LogsViewProps, source: Source): readonly ShownLine[] {
  const app = useAppLogs({
    projectId: project?.id ?? '',
    environment: 'staging',
    enabled: isShown && source === 'app' && project !== undefined,
  });
  return useMemo(() => {
    if (source === 'build') return operation.logs.map((line) => ({ ...line, key: String(line.seq) }));
    return (app.data ?? []).map(({ at, stream, line }, index) => ({
      key: `${at} ${index}`,
      at,
      level: stream === 'stderr' ? 'error' : 'info',
      step: undefined,
      text: line,
    }));
  }, [source, operation.logs, app.data]);
}

export function LogsView(props: LogsViewProps) {
  const [source, setSource] = useState<Source>('build');
  const [level, setLevel] = useState<LogLevel>('info');
  const [filter, setFilter] = useState('');
  const [follows, setFollows] = useState(true);
  const lines = useLines(props, source);
  const shown = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    return lines.filter(
      (line) =>
        LEVEL_RANK[line.level] >= LEVEL_RANK[level] &&
        `${line.step ?? ''} ${line.text}`.toLowerCase().includes(wanted),
    );
  }, [lines, level, filter]);
  const dropped = source === 'build' ? props.operation.droppedLogs : 0;

  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-2">
        <Select
          aria-label="Log"
          value={source}
          onChange={(event) => setSource(event.target.value === 'app' ? 'app' : 'build')}
        >
          <option value="build">Build log</option>
          <option value="app">App log</option>
        </Select>
        <Select
          aria-label="Level"
          value={level}
          onChange={(event) =>
            setLevel(LEVELS.find(({ value }) => value === event.target.value)?.value ?? 'info')
          }
        >
          {LEVELS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <Input
          type="search"
          aria-label="Filter the log"
          placeholder="Filter"
          value={filter}
          className="min-h-8 w-32 flex-1 px-2 py-1 text-sm"
          onChange={(event) => setFilter(event.target.value)}
        />
        <label className="flex min-h-6 items-center gap-1.5 text-sm">
          <input
            type="checkbox"
            checked={follows}
            className="size-4 accent-leaf"
            onChange={(event) => setFollows(event.target.checked)}
          />
          Follow
        </label>
      </div>
      <LogLines
        lines={shown}
        follows={follows}
        onFollows={setFollows}
        isFiltered={lines.length > shown.length}
      />
      <p className="border-t px-4 py-1.5 text-xs text-muted">
        {shown.length.toLocaleString('en')} of {(lines.length + dropped).toLocaleString('en')} lines
        {dropped > 0 ? `; the oldest ${dropped.toLocaleString('en')} are no longer held here` : ''}
      </p>
    </>
  );
}
