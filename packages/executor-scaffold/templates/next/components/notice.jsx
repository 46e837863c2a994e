/** Says what just happened. @param {{ children: import('react').ReactNode }} props */
export function Notice({ children }) {
  return (
    <div
      role="status"
      className="mb-5 grid gap-2 rounded-control border border-l-[5px] border-accent bg-soft px-4.5 py-3"
    >
      {children}
    </div>
  );
}
