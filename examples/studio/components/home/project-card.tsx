import type { EnvironmentStatus, ProjectView } from '@orchard-studio/core';
import Link from 'next/link';
import { Badge, type Tone } from '@/components/ui/badge';
import { ago } from '@/lib/time';

const STATUS: Readonly<Record<EnvironmentStatus, { readonly word: string; readonly tone: Tone }>> = {
  none: { word: 'Not built yet', tone: 'plain' },
  deploying: { word: 'Deploying', tone: 'sky' },
  healthy: { word: 'Running', tone: 'leaf' },
  unhealthy: { word: 'Not healthy', tone: 'apple' },
  stopped: { word: 'Stopped', tone: 'amber' },
};

export function ProjectCard({ project }: { readonly project: ProjectView }) {
  const { word, tone } = STATUS[project.environments.staging.status];
  return (
    <Link
      href={`/projects/${encodeURIComponent(project.id)}`}
      className="grid h-full content-between gap-4 rounded-2xl border bg-surface p-4 shadow-card transition-colors hover:border-leaf"
    >
      <span className="grid gap-0.5">
        <span dir="auto" className="line-clamp-2 font-semibold">
          {project.name}
        </span>
        <span className="truncate font-mono text-xs text-muted">{project.slug}</span>
      </span>
      <span className="flex flex-wrap items-center justify-between gap-2 text-xs text-muted">
        <Badge tone={tone}>{word}</Badge>
        <time dateTime={project.createdAt} suppressHydrationWarning>
          {ago(project.createdAt)}
        </time>
      </span>
    </Link>
  );
}
