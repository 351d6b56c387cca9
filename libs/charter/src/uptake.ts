/** How many people said what to a version. */
export interface Answered {
  readonly accepted: number;
  /** Refused, and not accepted since. */
  readonly refused: number;
}

/** Where an organisation stands with its charter, counted: nobody is named. @fr acceptations d'une charte */
export interface Uptake {
  readonly organisation: string;
  /** People who have a place there now. */
  readonly members: number;
  /** Those of them who owe an answer to the version in force. */
  readonly owing: number;
  readonly answered: ReadonlyMap<number, Answered>;
}

export const NOBODY: Answered = { accepted: 0, refused: 0 };
