import { parentPort, workerData } from 'node:worker_threads';
import { checkProxies, type ProxyQuestion } from './proxy-check.ts';

/** One check in a thread of its own: it takes up to a second, and people are asking meanwhile. */
parentPort?.postMessage(checkProxies(workerData as ProxyQuestion));
