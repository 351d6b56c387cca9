export { Journal, MOST_LINES, type RecordedFact, type TimelinePage, type TimelineQuery } from './journal.ts';
export { ReadTimeline } from './read-timeline.ts';
export { RecordReading, type Read } from './record-reading.ts';
