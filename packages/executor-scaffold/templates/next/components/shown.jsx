import { Fragment } from 'react';
import { Link } from './link.jsx';
import { Tag } from './small.jsx';

/**
 * @import { Link as LinkView, Shown as View } from '../lib/views/types.d.ts'
 */

/** @param {{ links: readonly LinkView[] }} props */
function LinkList({ links }) {
  return links.map(({ href, text }, at) => (
    <Fragment key={`${href} ${text}`}>
      {at > 0 && ', '}
      {href === null ? <span>{text}</span> : <Link href={href}>{text}</Link>}
    </Fragment>
  ));
}

/** @param {{ src: string, name: string, small: boolean }} props */
function Picture({ src, name, small }) {
  const size = small ? 'max-h-14 max-w-20' : 'max-h-72 max-w-[min(100%,24rem)]';
  return (
    <a href={src} className="inline-block">
      {/* biome-ignore lint/performance/noImgElement: it is shown as it was stored, to whoever may see it */}
      <img src={src} alt={name} loading="lazy" className={`rounded-control ${size}`} />
    </a>
  );
}

/** A stored value. @param {{ value: View, small?: boolean }} props `small`: where there is little room */
export function Shown({ value, small = false }) {
  switch (value.kind) {
    case 'none':
      return (
        <span className="text-muted">
          <span aria-hidden="true">–</span>
          <span className="sr-only">empty</span>
        </span>
      );
    case 'text':
    case 'number':
      return value.text;
    case 'prose':
      return <span className="whitespace-pre-wrap">{value.text}</span>;
    case 'tag':
      return <Tag>{value.text}</Tag>;
    case 'code':
      return <code className="text-[0.9rem]">{value.text}</code>;
    case 'time':
      return <time dateTime={value.iso}>{value.text}</time>;
    case 'boolean':
      return value.on ? 'Yes' : 'No';
    case 'links':
      return <LinkList links={value.links} />;
    case 'external':
      return (
        <a href={value.href} rel="noopener noreferrer nofollow">
          {value.text}
        </a>
      );
    case 'email':
      return <a href={`mailto:${encodeURIComponent(value.text)}`}>{value.text}</a>;
    case 'image':
      return <Picture src={value.src} name={value.name} small={small} />;
    case 'file':
      return (
        <>
          <a href={value.href}>{value.name}</a> <span className="text-sm text-muted">{value.size}</span>
        </>
      );
  }
}
