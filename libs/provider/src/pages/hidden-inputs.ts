const INPUT = /<input type="hidden" name="([\w.-]+)" value="([^"]*)"\s*\/?>/g;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#x27;': "'" };

/** The hidden fields of a form the engine wrote, to be carried by ours. */
export function hiddenInputs(form: string): Record<string, string> {
  return Object.fromEntries([...form.matchAll(INPUT)].map(([, name, value]) => [name!, plain(value!)]));
}

const plain = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => ENTITIES[entity]!);
