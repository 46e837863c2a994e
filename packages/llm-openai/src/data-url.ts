import type { ModelImage } from '@orchard-studio/core';

/** A picture within a request. */
export const dataUrl = ({ mediaType, data }: ModelImage): string =>
  `data:${mediaType};base64,${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}`;
