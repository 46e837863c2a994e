import type { Projects } from '@orchard-studio/client/react';
import type { ReactNode } from 'react';
import { Failure } from '@/components/shell/failure';
import { Skeleton } from '@/components/ui/skeleton';
import { ProjectCard } from './project-card';

function Content({ projects }: { readonly projects: Projects }): ReactNode {
  const { data, error, loading, reload } = projects;
  if (error !== undefined)
    return <Failure error={error} onRetry={() => void reload()} className="max-w-xl" />;
  if (data === undefined || (loading && data.length === 0)) {
    return (
      <div role="status" aria-label="Loading projects" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
    );
  }
  if (data.length === 0)
    return <p className="text-muted">Nothing planted yet. Your projects will stand here.</p>;
  const newestFirst = data.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {newestFirst.map((project) => (
        <li key={project.id} className="min-w-0">
          <ProjectCard project={project} />
        </li>
      ))}
    </ul>
  );
}

export function ProjectList({ projects }: { readonly projects: Projects }) {
  return (
    <section aria-labelledby="projects-heading" className="grid gap-4">
      <h2 id="projects-heading" className="text-lg font-semibold">
        Your projects
      </h2>
      <Content projects={projects} />
    </section>
  );
}
