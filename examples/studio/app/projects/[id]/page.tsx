import type { Metadata } from 'next';
import { Studio } from '@/components/studio/studio';

export const metadata: Metadata = { title: 'Project' };

export default async function ProjectPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  return <Studio projectId={decodeURIComponent(id)} />;
}
