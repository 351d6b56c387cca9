/**
 * A text that people read on one line, wherever it goes next: no line break, no control and no invisible mark.
 *
 * A name or a title ends up in mails, files and headers, where a line break would begin something else.
 */
export const ONE_LINE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;
