import type { Metadata } from 'next';
import { ProjectPage } from '@/components/studio/project-page';

export const metadata: Metadata = { title: 'Project' };

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  return <ProjectPage projectId={decodeURIComponent(id)} />;
}
