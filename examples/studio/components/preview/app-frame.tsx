'use client';

import type { ProjectView } from '@orchard-studio/core';
import { ExternalLink, Monitor, RotateCw, Smartphone, Sprout, Tablet } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button, buttonStyle } from '@/components/ui/button';
import { type FrameAddress, frameAddress } from '@/lib/frame-address';

const DEVICES = [
  { id: 'phone', label: 'Phone width', width: 390, icon: Smartphone },
  { id: 'tablet', label: 'Tablet width', width: 768, icon: Tablet },
  { id: 'full', label: 'Full width', width: undefined, icon: Monitor },
] as const;

type Device = (typeof DEVICES)[number]['id'];

export interface AppFrameProps {
  readonly project: ProjectView | undefined;
  readonly isBuilding: boolean;
}

/** The app in staging, in a frame of its own origin. */
export function AppFrame({ project, isBuilding }: AppFrameProps) {
  const [device, setDevice] = useState<Device>('full');
  const [loads, setLoads] = useState(0);
  const staging = project?.environments.staging;
  if (project === undefined || staging === undefined || staging.url === null)
    return <NothingRuns isBuilding={isBuilding} />;
  // After a restart of the host the app is brought up again; in a rebuild the release before serves meanwhile.
  if (staging.status === 'deploying' && staging.directUrl === null) return <Starting />;
  const address = frameAddress(staging.url, window.location.origin);
  const width = DEVICES.find(({ id }) => id === device)?.width;
  return (
    <>
      <Toolbar
        address={address}
        directUrl={staging.directUrl}
        device={device}
        onDevice={setDevice}
        onReload={() => setLoads((count) => count + 1)}
      />
      {staging.status === 'unhealthy' ? (
        <Alert title="The app does not answer its health check" className="mx-3 mb-2">
          <p>Read its log, or build again.</p>
        </Alert>
      ) : null}
      {address.ok ? (
        <div className="min-h-0 flex-1 overflow-auto bg-sunken p-3">
          <iframe
            // A new release is a new page, whatever the frame showed before.
            key={`${loads} ${staging.deployedRelease} ${staging.status}`}
            title={`Preview of ${project.name}`}
            src={address.url}
            sandbox="allow-scripts allow-forms allow-same-origin"
            referrerPolicy="no-referrer"
            className="mx-auto h-full min-h-80 max-w-full rounded-xl border bg-white shadow-card"
            style={{ width: width ?? '100%' }}
          />
        </div>
      ) : (
        <Alert title="The app is not shown here" className="m-3">
          <p>{address.reason}</p>
        </Alert>
      )}
    </>
  );
}

interface ToolbarProps {
  readonly address: FrameAddress;
  readonly directUrl: string | null;
  readonly device: Device;
  readonly onDevice: (device: Device) => void;
  readonly onReload: () => void;
}

/** A link only for a web address: nothing else may be opened by a click. */
function WebLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const url = URL.parse(href);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return null;
  return (
    <a
      href={url.href}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex min-h-6 items-center underline underline-offset-2"
    >
      {children}
    </a>
  );
}

function Toolbar({ address, directUrl, device, onDevice, onReload }: ToolbarProps) {
  return (
    <div className="grid gap-1 px-4 py-2">
      <div className="flex flex-wrap items-center gap-1.5">
        <fieldset aria-label="Width of the preview" className="flex gap-0.5 rounded-lg bg-sunken p-0.5">
          {DEVICES.map(({ id, label, icon: Icon }) => (
            <Button
              key={id}
              look="quiet"
              size="icon"
              aria-label={label}
              title={label}
              aria-pressed={device === id}
              className="size-7 text-muted aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-sm"
              onClick={() => onDevice(id)}
            >
              <Icon aria-hidden />
            </Button>
          ))}
        </fieldset>
        <Button
          look="quiet"
          size="icon"
          aria-label="Reload the app"
          title="Reload the app"
          onClick={onReload}
        >
          <RotateCw aria-hidden />
        </Button>
        {address.ok ? (
          <a
            href={address.url}
            target="_blank"
            rel="noopener noreferrer"
            className={buttonStyle({ look: 'secondary', size: 'small', className: 'ms-auto' })}
          >
            <ExternalLink aria-hidden />
            Open in a new tab
          </a>
        ) : null}
      </div>
      <p className="flex flex-wrap gap-x-3 font-mono text-xs text-muted">
        {address.ok ? <span className="py-1">{address.url}</span> : null}
        {directUrl === null ? null : <WebLink href={directUrl}>Direct link: {directUrl}</WebLink>}
      </p>
    </div>
  );
}

function Starting() {
  return (
    <div
      role="status"
      className="grid flex-1 place-content-center justify-items-center gap-2 p-6 text-center text-muted"
    >
      <Sprout aria-hidden className="size-8 animate-pulse motion-reduce:animate-none" />
      <p className="font-medium text-ink">Your app is starting</p>
      <p className="max-w-64 text-sm">It appears here as soon as it answers.</p>
    </div>
  );
}

function NothingRuns({ isBuilding }: { readonly isBuilding: boolean }) {
  return (
    <div className="grid flex-1 place-content-center justify-items-center gap-2 p-6 text-center text-muted">
      <Sprout aria-hidden className="size-8" />
      <p className="font-medium text-ink">{isBuilding ? 'Your app is being built' : 'Nothing runs yet'}</p>
      <p className="max-w-64 text-sm">
        {isBuilding
          ? 'It appears here as soon as it answers.'
          : 'Approve the plan, and the app appears here.'}
      </p>
    </div>
  );
}
