import { ADMINISTRATOR } from '../access/rules.js';

/**
 * @import { Accounts } from '../accounts/accounts.js'
 * @import { Records } from '../records.js'
 * @import { AdministrationView } from './types.d.ts'
 */

/** The accounts of the app, for its administrators. @param {Records} records @param {Accounts} accounts @param {string | null} signUp role of whoever signs up @returns {Promise<AdministrationView>} */
export async function administrationView(records, accounts, signUp) {
  const { roles } = records.model.access;
  const all = await accounts.list();
  return {
    accounts: all.map((account) => ({
      id: account.id,
      name: account.name,
      email: account.email,
      role: account.role,
      state: account.disabled ? 'disabled' : account.hasPassword ? 'active' : 'invited',
      isSelf: account.id === records.viewer.account?.id,
    })),
    roles: [
      ...roles.map(({ key, name }) => ({ value: key, label: name })),
      { value: ADMINISTRATOR, label: 'Administrator' },
    ],
    signUp: signUp ?? '',
  };
}
