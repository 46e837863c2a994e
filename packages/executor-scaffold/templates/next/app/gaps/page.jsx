import { GapsView } from '../../components/gaps-view.jsx';
import { page } from '../../site/page.jsx';

/** @type {import('next').Metadata} */
export const metadata = { title: 'Not built yet' };

/** What was asked for and is not in the app, said openly. */
export default function GapsPage() {
  return page(async ({ app }) => <GapsView gaps={app.parts.model.gaps} />);
}
