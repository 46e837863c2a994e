import { type NamedArtifact, type NewOperationEvent, sizeText } from '@orchard-studio/core';

/** Tells of the values of a step that are kept as artifacts. `shared` is what the events of the attempt have in common. */
export const artifactEvents = (
  artifacts: readonly NamedArtifact[],
  shared: Omit<NewOperationEvent, 'type'>,
): readonly NewOperationEvent[] =>
  artifacts.map(({ name, $artifact, bytes }) => ({
    ...shared,
    type: 'artifact',
    message: `Output "${name}" (${sizeText(bytes)}) is kept as artifact ${$artifact}`,
    data: { name, bytes, hash: $artifact },
  }));
