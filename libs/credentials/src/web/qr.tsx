import { encode } from 'uqr';

/** Blank modules around the code: cameras need four. */
const MARGIN = 4;

/**
 * A text as a picture that telephones read, drawn in the page: no image is fetched, no service sees the text.
 *
 * Black on white in the dark too: many cameras read nothing else.
 */
export function Qr({ text, label }: { text: string; label: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: MARGIN });
  const path = data.flatMap((row, y) => row.flatMap((black, x) => (black ? `M${x} ${y}h1v1h-1z` : []))).join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
