import { Message } from '../components/message.jsx';
import { problemHeading } from '../lib/views/problem.js';
import { setStatus } from './application.js';
import { problemOf, visit } from './visit.js';

/**
 * @import { ReactNode } from 'react'
 * @import { Visit } from './visit.js'
 */

/** A page. When it cannot be shown, the answer says why, with scripts and without. @param {(visit: Visit) => Promise<ReactNode>} load @returns {Promise<ReactNode>} */
export async function page(load) {
  const found = await visit();
  try {
    return await load(found);
  } catch (error) {
    const { status, message } = problemOf(error, found);
    setStatus(status);
    return <Message title={problemHeading(status)}>{message}</Message>;
  }
}

/** The title of a page. @param {(visit: Visit) => Promise<string>} load @returns {Promise<import('next').Metadata>} */
export async function pageTitle(load) {
  const found = await visit();
  try {
    return { title: await load(found) };
  } catch (error) {
    return { title: problemHeading(problemOf(error, found).status) };
  }
}
