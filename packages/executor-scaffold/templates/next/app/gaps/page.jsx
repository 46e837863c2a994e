import { GapsView } from '../../components/gaps-view.jsx';
import { onVisit } from '../../site/visit.js';

/** @type {import('next').Metadata} */
export const metadata = { title: 'Not built yet' };

/** What was asked for and is not in the app, said openly. */
export default function GapsPage() {
  return onVisit(async ({ app }) => <GapsView gaps={app.parts.model.gaps} />);
}
