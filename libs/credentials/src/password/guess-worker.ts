import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { dictionary as french } from '@zxcvbn-ts/language-fr';
import { answer } from './answering.ts';

/** A password to guess at, for someone who knows these words. */
export interface GuessJob {
  readonly plain: string;
  readonly words: readonly string[];
}

export interface Guessed {
  /** The guesses needed, as a power of two. */
  readonly bits: number;
  /** Words about the person, or of the site, make up part of it. */
  readonly personal: boolean;
  /** It is one of the best known passwords of all. */
  readonly common: boolean;
}

const estimator = new ZxcvbnFactory({ dictionary: { ...common, ...english, ...french }, graphs: adjacencyGraphs });
const best = new Set(common['passwords-common']);

function guesses(plain: string, words: readonly string[]): Guessed {
  const { guesses, sequence } = estimator.check(plain, [...words]);
  const personal = sequence.some((each) => 'dictionaryName' in each && each.dictionaryName === 'userInputs');
  return { bits: Math.log2(guesses), personal, common: best.has(plain.toLowerCase()) };
}

answer<GuessJob>(({ plain, words }) => guesses(plain, words));
