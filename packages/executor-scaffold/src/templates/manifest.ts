import { appTargetSchema } from '@orchard-studio/core';
import { z } from 'zod';

/** The file in a template's folder that says what it is. It is not part of the app. */
export const MANIFEST_FILE = 'template.json';

/** What `template.json` holds. */
export const templateManifestSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens'),
  title: z.string().min(1).max(80),
  description: z.string().min(1).max(400),
  /** What the apps run on that it is a part of. */
  targets: z.array(appTargetSchema).min(1),
  /** Names of templates that must be there, too; their files come first. */
  requires: z.array(z.string().max(40)).max(50),
});

export type TemplateManifest = z.infer<typeof templateManifestSchema>;

/** A template as it was read: its manifest, and its files by their path in the app. */
export interface Template {
  readonly manifest: TemplateManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Built in ones come before those of the host. */
  readonly builtIn: boolean;
}
