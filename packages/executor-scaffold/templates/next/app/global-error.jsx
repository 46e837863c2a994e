'use client';

/** A fault of what stands around the pages. It has no styles of its own to rely on. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <h1>Something went wrong</h1>
        <p>An unexpected fault. It is in the log.</p>
        <p>
          <a href="/">Go to the first page</a>
        </p>
      </body>
    </html>
  );
}
