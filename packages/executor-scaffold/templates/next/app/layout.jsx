import { connection } from 'next/server';
import { Shell } from '../components/shell.jsx';
import { shellView } from '../lib/views/shell.js';
import { kept } from '../site/application.js';
import { visitIfAny } from '../site/visit.js';
import './globals.css';

/**
 * @import { Shell as ShellView } from '../lib/views/types.d.ts'
 */

/** @returns {Promise<import('next').Metadata>} */
export async function generateMetadata() {
  await connection();
  const { name } = kept().app.parts.model;
  return { title: { default: name, template: `%s – ${name}` }, icons: { icon: 'data:,' } };
}

/** @type {import('next').Viewport} */
export const viewport = { colorScheme: 'light dark' };

/** What stands around a page when nobody can be asked who it is for. @returns {ShellView} */
function bareShell() {
  const { name, access, gaps } = kept().app.parts.model;
  return {
    app: name,
    navigation: [],
    access: { enforced: access.enforced, account: null, isAdministrator: false },
    gaps: gaps.length,
  };
}

/** What stands around every page. @param {{ children: import('react').ReactNode }} props */
export default async function RootLayout({ children }) {
  const found = await visitIfAny();
  const shell = found === undefined ? bareShell() : shellView(found.call.records, undefined);
  return (
    <html lang="en">
      <head>
        <link rel="stylesheet" href="/assets/theme.css" />
      </head>
      <body>
        <Shell shell={shell} token={found?.token ?? ''}>
          {children}
        </Shell>
      </body>
    </html>
  );
}
