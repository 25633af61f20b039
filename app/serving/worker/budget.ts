/** Bytes of model files one worker keeps loaded; known to both sides, since it sets the worker's address space. */
export const WORKER_BUDGET_BYTES = 512 << 20;

/** Bytes an answer may have: what a question may have too. */
export const ANSWER_BYTES = 64 << 20;
