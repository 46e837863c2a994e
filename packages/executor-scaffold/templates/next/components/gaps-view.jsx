import { Facts } from './facts.jsx';
import { Lead, PageHead } from './heading.jsx';

/**
 * @import { Gap } from '../lib/types.d.ts'
 */

/** What was asked for and is not in the app. @param {{ gaps: readonly Gap[] }} props */
export function GapsView({ gaps }) {
  return (
    <>
      <PageHead title="Not built yet" />
      {gaps.length === 0 ? (
        <Lead>Everything that was asked for is here.</Lead>
      ) : (
        <>
          <Lead>These parts of the plan need more than this app does by itself.</Lead>
          <Facts
            facts={gaps.map(({ title, reason }, at) => ({ key: `${at}`, label: title, value: reason }))}
          />
        </>
      )}
    </>
  );
}
