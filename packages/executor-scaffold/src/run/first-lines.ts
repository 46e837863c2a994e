/** Calls back for the first so many lines only: what a program writes must not fill a log. */
export function firstLines(limit: number, onLine: (line: string) => void): (line: string) => void {
  let count = 0;
  return (line) => {
    count += 1;
    if (count <= limit) onLine(line);
  };
}
