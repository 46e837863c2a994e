import { Message } from '../components/message.jsx';
import { problemHeading } from '../lib/views/problem.js';
import { setOutcome } from './application.js';
import { problemOf, visit } from './visit.js';

/**
 * @import { ReactNode } from 'react'
 * @import { Visit } from './visit.js'
 */

/** A page. When it cannot be shown, the answer says why, with scripts and without. @param {(visit: Visit) => Promise<ReactNode>} load @returns {Promise<ReactNode>} */
export async function page(load) {
  try {
    return await load(await visit());
  } catch (error) {
    const problem = await problemOf(error);
    setOutcome(problem);
    return <Message title={problemHeading(problem.status)}>{problem.message}</Message>;
  }
}

/** The title of a page. @param {(visit: Visit) => Promise<string>} load @returns {Promise<import('next').Metadata>} */
export async function pageTitle(load) {
  try {
    return { title: await load(await visit()) };
  } catch (error) {
    return { title: problemHeading((await problemOf(error)).status) };
  }
}
