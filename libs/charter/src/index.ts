export * from './charter.ts';
export { CharterStore } from './ports.ts';
export { AnswerCharter, type GivenAnswer } from './answer-charter.ts';
export { ReadCharters, type CharterLine, type VersionLine } from './read-charters.ts';
export type { Answered, Uptake } from './uptake.ts';
export { PublishCharter, type NextCharter } from './publish-charter.ts';
export { readCharters, type CharterFile } from './charter-files.ts';
export { syncCharters } from './sync-charters.ts';
export { fingerprint } from './fingerprint.ts';
