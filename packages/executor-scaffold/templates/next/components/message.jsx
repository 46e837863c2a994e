import { ButtonLink } from './button.jsx';
import { Lead, PageHead } from './heading.jsx';

/** A page that says what went wrong and leads on. @param {{ title: string, children: import('react').ReactNode }} props */
export function Message({ title, children }) {
  return (
    <>
      <PageHead title={title} />
      <Lead>{children}</Lead>
      <ButtonLink href="/">Go to the first page</ButtonLink>
    </>
  );
}
