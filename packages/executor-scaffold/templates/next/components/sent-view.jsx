import { inText } from '../lib/views/words.js';
import { ButtonLink, Buttons } from './button.jsx';
import { Lead, PageHead } from './heading.jsx';

/** What whoever may add but not look sees after sending. @param {{ name: string, path: string }} props */
export function SentView({ name, path }) {
  return (
    <>
      <PageHead title={`The ${inText(name)} was added.`} />
      <div role="status">
        <Lead>It has arrived. Those who look after it can see it.</Lead>
      </div>
      <Buttons>
        <ButtonLink href="/">Go to the first page</ButtonLink>
        <ButtonLink kind="quiet" href={`/${path}/new`}>
          Add another {inText(name)}
        </ButtonLink>
      </Buttons>
    </>
  );
}
