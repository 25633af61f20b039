/** The baseline of a model: its session in one process, asked one question after the other. Prints answers a second. */
import { InferenceSession, Tensor } from 'onnxruntime-node';

const [file = '', durationMs = '2000', rows = '1', columns = '2'] = process.argv.slice(2);
const session = await InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1 });
const shape = [Number(rows), Number(columns)];
const data = new Float32Array(Number(rows) * Number(columns)).fill(0.5);
const until = performance.now() + Number(durationMs);
const startedAt = performance.now();
let count = 0;
for (; performance.now() < until; count++) await session.run({ x: new Tensor('float32', data, shape) });
process.stdout.write(String((count * 1000) / (performance.now() - startedAt)));
process.exit(0);
