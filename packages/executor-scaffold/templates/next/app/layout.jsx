import { Shell } from '../components/shell.jsx';
import { shellView } from '../lib/views/shell.js';
import { visit } from '../site/visit.js';
import './globals.css';

/** @returns {Promise<import('next').Metadata>} */
export async function generateMetadata() {
  const { name } = (await visit()).app.parts.model;
  return { title: { default: name, template: `%s – ${name}` }, icons: { icon: 'data:,' } };
}

/** @type {import('next').Viewport} */
export const viewport = { colorScheme: 'light dark' };

/** What stands around every page. @param {{ children: import('react').ReactNode }} props */
export default async function RootLayout({ children }) {
  const { call, token } = await visit();
  return (
    <html lang="en">
      <head>
        <link rel="stylesheet" href="/assets/theme.css" />
      </head>
      <body>
        <Shell shell={shellView(call.records, undefined)} token={token}>
          {children}
        </Shell>
      </body>
    </html>
  );
}
