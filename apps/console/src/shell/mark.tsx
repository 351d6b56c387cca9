/** The mark of Habilis; it follows the colours of the page. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <rect className="mark-ground" width="32" height="32" rx="9" />
      <path className="mark-line" d="M10 8v16M22 8v16M10 16.4l4.2 3.9L22 12.6" />
    </svg>
  );
}
