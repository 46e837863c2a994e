/**
 * @typedef {{ readonly attempt: string, readonly problems: readonly { readonly id: string | null, readonly message: string }[] }} Oversize
 */

/** As the server allows for a file, and for a whole form. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_FORM_BYTES = 15_000_000;

/** What of a form is too large to be sent. The server would refuse it, too, but only after all of it was sent. @param {HTMLFormElement} form @returns {Oversize | null} */
export function oversizeIn(form) {
  const inputs = [...form.querySelectorAll('input')];
  const files = inputs.flatMap((input) =>
    [...(input.files ?? [])].map(({ size }) => ({ id: input.id, size })),
  );
  const problems = files
    .filter(({ size }) => size > MAX_FILE_BYTES)
    .map(({ id }) => ({ id, message: 'The file is larger than 10 MB. Choose a smaller one.' }));
  const sum = files.reduce((total, { size }) => total + size, 0);
  if (problems.length === 0 && sum < MAX_FORM_BYTES) return null;
  const together = { id: null, message: 'The files are too large to be sent together.' };
  return { attempt: crypto.randomUUID(), problems: problems.length > 0 ? problems : [together] };
}
