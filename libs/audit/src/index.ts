export { READING_REASONS, type About, type ReadingReason } from './extent.ts';
export { Journal, MOST_LINES, type RecordedFact, type TimelinePage, type TimelineQuery } from './journal.ts';
export { ReadTimeline, journalOf } from './read-timeline.ts';
export { RecordReading, type Read } from './record-reading.ts';
