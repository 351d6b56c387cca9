export { ConsoleTimelineController, TimelineNames } from './console-timeline.ts';
export * from './console-views.ts';
