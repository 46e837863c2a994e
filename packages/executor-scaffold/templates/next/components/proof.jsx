'use client';

import { useEffect, useState } from 'react';

/** Shows that a form is ours, also where the page has no origin. @param {{ token: string }} props */
export function Proof({ token }) {
  return <input type="hidden" name="_token" value={token} />;
}

/** Says that the page stands in a frame: scripts send forms in a way that does not tell. */
export function FrameMark() {
  const [isFramed, setFramed] = useState(false);
  useEffect(() => setFramed(window.self !== window.top), []);
  return isFramed ? <input type="hidden" name="_framed" value="1" /> : null;
}
