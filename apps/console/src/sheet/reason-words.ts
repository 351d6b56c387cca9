import { useReasons } from '../api/queries.ts';
import { inOurLanguage } from '../words.ts';

/** The words of a reason's code; none for what no person chose, such as the reading of a sheet. */
export function useReasonWords(): (code: string) => string {
  const acts = useReasons().data?.acts ?? {};
  const words = new Map(
    Object.values(acts)
      .flat()
      .map((each) => [each.code, inOurLanguage(each)]),
  );
  return (code) => words.get(code) ?? '';
}
