import { redirect } from 'next/navigation';
import { HomeView } from '../components/home-view.jsx';
import { homeView } from '../lib/views/home.js';
import { page } from '../site/page.jsx';

/** The first page: everything the viewer may see, at a glance. */
export default function HomePage() {
  return page(async ({ accountActions, call, context, enforced }) => {
    if (enforced && call.session === undefined && (await accountActions.isFirst())) redirect('/sign-up');
    return <HomeView view={await homeView(context)} />;
  });
}
