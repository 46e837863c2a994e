import type { ItemFields, Origin } from '@orchard-studio/core';
import { Badge, type Tone } from '@/components/ui/badge';

const ORIGINS: Readonly<Record<Origin, { readonly word: string; readonly tone: Tone }>> = {
  user_stated: { word: 'Said by you', tone: 'leaf' },
  user_selected: { word: 'Picked by you', tone: 'leaf' },
  user_confirmed: { word: 'Confirmed by you', tone: 'leaf' },
  reference: { word: 'From a reference', tone: 'sky' },
  template: { word: 'Template', tone: 'outline' },
  inferred: { word: 'Inferred', tone: 'sky' },
  assumed: { word: 'Assumed', tone: 'outline' },
};

/** Who an item comes from; its tooltip quotes the words it was made of. */
export function OriginBadge({ item }: { readonly item: Pick<ItemFields, 'origin' | 'sources'> }) {
  const { word, tone } = ORIGINS[item.origin];
  const quote = item.sources.find((source) => source.quote !== '')?.quote;
  return (
    <Badge tone={tone} {...(quote === undefined ? {} : { title: `“${quote}”` })}>
      {word}
    </Badge>
  );
}
