/**
 * The article a rule comes from, as listed in `config/sources.json`: `CGU.cloture`, `CPAM13.4.2`, `RFC7009`.
 *
 * A test refuses a source cited here and absent there, and the reverse.
 */
export type SourceRef = `${string}.${string}` | `RFC${number}`;
