import type { Blueprint } from '@orchard-studio/core';
import { accessRule, blueprint, endpoint, entity, field } from '../blueprints.ts';

/**
 * A library with sign-in: members see all books and look after their own loans; a librarian does everything; whoever
 * comes by may leave a wish, and not look at those of others.
 */
export function libraryPlan(): Blueprint {
  const author = entity('Author', [field('name', { required: true, unique: true })], 'Who writes.');
  const book = entity(
    'Book',
    [
      field('title', { required: true }),
      field('authors', { type: 'references', references: author.id }),
      field('pages', { type: 'integer' }),
      field('price', { type: 'money' }),
      field('cover', { type: 'file' }),
      field('kind', { type: 'enum', values: ['Novel', 'Essay', 'Poems'] }),
      field('summary', { type: 'text' }),
      field('available', { type: 'boolean', required: true, default: 'true' }),
    ],
    'What can be borrowed.',
  );
  const loan = entity(
    'Loan',
    [
      field('note', { required: true }),
      field('book', { type: 'reference', required: true, references: book.id }),
      field('due', { type: 'datetime' }),
      field('returned', { type: 'boolean', required: true, default: 'false' }),
    ],
    'Who has which book.',
  );
  const wish = entity('Wish', [field('text', { required: true })], 'What readers miss.');
  return blueprint({
    feature: 'Library',
    summary: 'Books, who wrote them, and who has them.',
    entities: [book, author, loan, wish],
    endpoints: [endpoint('POST', '/loans/{id}/remind', { entity: loan.id, description: 'Sends a reminder' })],
    sections: {
      access: {
        coverage: 'complete',
        rules: [
          accessRule('librarian', book.id, { actions: ['create', 'read', 'update', 'delete'] }),
          accessRule('librarian', author.id, { actions: ['create', 'read', 'update', 'delete'] }),
          accessRule('librarian', loan.id, { actions: ['create', 'read', 'update', 'delete'] }),
          accessRule('librarian', wish.id, { actions: ['create', 'read', 'update', 'delete'] }),
          accessRule('anyone', wish.id, { actions: ['create'] }),
          accessRule('member', book.id, { actions: ['read'] }),
          accessRule('member', author.id, { actions: ['read'] }),
          accessRule('member', loan.id, { actions: ['create', 'read', 'update', 'delete'], scope: 'own' }),
        ],
      },
    },
  });
}
