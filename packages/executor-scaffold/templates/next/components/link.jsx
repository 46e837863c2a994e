import NextLink from 'next/link';

/** A link within the app. A page is loaded when somebody goes there: lists hold many links. @param {import('react').ComponentProps<typeof NextLink>} props */
export function Link(props) {
  return <NextLink prefetch={false} {...props} />;
}
