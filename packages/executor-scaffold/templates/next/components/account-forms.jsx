import { changePassword, signIn, signUp } from '../site/actions/accounts.js';
import { AccountForm } from './account-form.jsx';
import { Link } from './link.jsx';

/**
 * @import { Action, Box } from './account-form.jsx'
 */

/** @type {Readonly<Record<'email' | 'name' | 'password' | 'newPassword' | 'code', Box>>} */
const BOXES = {
  email: { name: 'email', label: 'Email', type: 'email', autoComplete: 'username' },
  name: { name: 'name', label: 'Name', type: 'text', autoComplete: 'name' },
  password: { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' },
  newPassword: {
    name: 'password',
    label: 'Password',
    type: 'password',
    autoComplete: 'new-password',
    hint: 'At least 8 characters.',
  },
  code: { name: 'code', label: 'Set-up code', type: 'password', autoComplete: 'off' },
};

/** @param {{ token: string, next: string, canSignUp: boolean }} props */
export function SignInForm({ token, next, canSignUp }) {
  return (
    <AccountForm
      title="Sign in"
      action={signIn}
      submit="Sign in"
      boxes={[BOXES.email, BOXES.password]}
      token={token}
      next={next}
    >
      {canSignUp ? (
        <p>
          No account yet? <Link href="/sign-up">Sign up</Link>
        </p>
      ) : (
        <p className="text-muted">Accounts are added by an administrator.</p>
      )}
    </AccountForm>
  );
}

/** @param {{ token: string, isFirst: boolean, needsCode: boolean }} props */
export function SignUpForm({ token, isFirst, needsCode }) {
  return (
    <AccountForm
      title={isFirst ? 'Set up the app' : 'Sign up'}
      lead={
        isFirst
          ? 'Nobody has an account here yet. Yours will be the first: it administers the app.'
          : undefined
      }
      action={signUp}
      submit={isFirst ? 'Make the first account' : 'Sign up'}
      boxes={[...(isFirst && needsCode ? [BOXES.code] : []), BOXES.name, BOXES.email, BOXES.newPassword]}
      token={token}
    >
      {!isFirst && (
        <p>
          An account already? <Link href="/sign-in">Sign in</Link>
        </p>
      )}
    </AccountForm>
  );
}

/** @param {{ token: string, email: string, action: Action }} props */
export function InvitationForm({ token, email, action }) {
  return (
    <AccountForm
      title="Welcome"
      lead={`Choose a password for ${email}.`}
      action={action}
      submit="Save and sign in"
      boxes={[BOXES.newPassword]}
      token={token}
    />
  );
}

/** @param {{ token: string, email: string, role: string }} props */
export function ProfileForm({ token, email, role }) {
  return (
    <AccountForm
      title="Your account"
      lead={`${email}, ${role}`}
      action={changePassword}
      submit="Change password"
      boxes={[
        { ...BOXES.password, name: 'current', label: 'Current password' },
        { ...BOXES.newPassword, label: 'New password' },
      ]}
      token={token}
    />
  );
}
