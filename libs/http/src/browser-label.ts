// prettier-ignore
const BROWSERS = [
  [/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/(Chrome|Chromium|CriOS)\//, 'Chrome'], [/Safari\//, 'Safari'],
] as const;
// prettier-ignore
const SYSTEMS = [
  [/Windows/, 'Windows'], [/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux'],
] as const;

/** What a person recognises their browser by. The header itself is not kept: it can single a machine out. */
export function browserLabel(userAgent: string): string {
  const name = (table: readonly (readonly [RegExp, string])[]) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = name(BROWSERS) ?? 'Navigateur inconnu';
  const system = name(SYSTEMS);
  return system ? `${browser} sur ${system}` : browser;
}
