import type { Request } from './request.ts';

interface Layer {
  route?: { methods: Record<string, boolean> };
  match(path: string): boolean;
}

/** The methods that the address of a request does accept; none when there is nothing at that address. */
export function allowedMethods(request: Request): string[] {
  // Express knows, and has no public way of saying so.
  const { stack } = (request.app as unknown as { router: { stack: Layer[] } }).router;
  const methods = stack.filter((layer) => layer.route && layer.match(request.path)).flatMap((layer) => Object.keys(layer.route!.methods));
  return [...new Set(methods.map((method) => method.toUpperCase()))]
    .filter((method) => method !== request.method && method !== '_ALL')
    .sort();
}
