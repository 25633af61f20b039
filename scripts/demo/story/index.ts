import { workday } from '../moments.ts';
import type { Scene } from '../scenes.ts';
import { diabetesProgression } from './diabetes-progression.ts';
import { germanCredit } from './german-credit.ts';
import { mortgageApproval } from './mortgage-approval.ts';
import { mortgageFlat } from './mortgage-flat.ts';
import { recidivism } from './recidivism.ts';
import { reviewSentiment } from './review-sentiment.ts';

/** The morning Firstlook was set up, six weeks ago. */
export const FIRST_DAY = workday(30, '08:40');

/** Everything that happens, each model's part by itself. What the models answer in it is what they really answer. */
export const STORY: readonly Scene[] = [
  ...mortgageApproval,
  ...reviewSentiment,
  ...germanCredit,
  ...diabetesProgression,
  ...mortgageFlat,
  ...recidivism,
];
