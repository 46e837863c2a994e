import type { Readiness, ReadinessFinding } from '@orchard-studio/core';
import { CircleCheck, CircleDashed } from 'lucide-react';
import { Progress } from '@/components/ui/progress';

function Findings({
  findings,
  label,
}: {
  readonly findings: readonly ReadinessFinding[];
  readonly label: string;
}) {
  return (
    <ul aria-label={label} className="grid gap-2">
      {findings.map((finding) => (
        <li key={`${finding.code} ${finding.item}`} className="text-sm">
          <p className="font-medium">{finding.message}</p>
          <p className="text-muted">{finding.fix}</p>
        </li>
      ))}
    </ul>
  );
}

/** How far the plan is from what can be built, what stands in the way, and what to do about it. */
export function ReadinessCard({
  readiness,
  isBuilt,
}: {
  readonly readiness: Readiness;
  readonly isBuilt: boolean;
}) {
  const { ready, score, blockers, warnings } = readiness;
  const Icon = ready ? CircleCheck : CircleDashed;
  const missing = blockers.length === 1 ? 'One thing is missing' : `${blockers.length} things are missing`;
  return (
    <section aria-label="Readiness" className="grid gap-3 rounded-2xl border bg-surface p-4 shadow-card">
      <div className="flex items-center gap-2">
        <Icon aria-hidden className={ready ? 'size-5 text-leaf' : 'size-5 text-amber'} />
        <h3 className="me-auto font-semibold">
          {isBuilt ? 'Built as it is shown' : ready ? 'Ready to build' : missing}
        </h3>
        <span className="text-sm text-muted tabular-nums">{Math.round(score * 100)} %</span>
      </div>
      <Progress label="Readiness of the plan" value={score} tone={ready ? 'leaf' : 'amber'} />
      {blockers.length === 0 ? null : <Findings findings={blockers} label="Blockers" />}
      {warnings.length === 0 ? null : (
        <details>
          <summary className="min-h-6 text-sm text-muted">
            {warnings.length === 1 ? 'One remark' : `${warnings.length} remarks`} that{' '}
            {warnings.length === 1 ? 'does' : 'do'} not hold up a build
          </summary>
          <div className="pt-2">
            <Findings findings={warnings} label="Remarks" />
          </div>
        </details>
      )}
    </section>
  );
}
