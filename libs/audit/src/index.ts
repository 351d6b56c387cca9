export { READING_REASONS, type About, type ReadingReason } from './extent.ts';
export { Journal, MOST_LINES, type RecordedFact, type TimelinePage, type TimelineQuery } from './journal.ts';
export { OWN_ACTIVITY, ReadTimeline, journalOf, type OwnActivity } from './read-timeline.ts';
export { RecordReading, type Read } from './record-reading.ts';
