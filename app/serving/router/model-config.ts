import type { Datatype, TensorSpec } from '#app/oip/tensor.ts';
import type { Signature } from '../engines/engine.ts';

/** The configuration of a model in Triton's form, as far as it means anything here. */
export interface ModelConfig {
  name: string;
  platform: string;
  backend: string;
  version_policy: { all: Record<string, never> };
  /** 0: shapes are whole, the batch dimension among them. */
  max_batch_size: number;
  input: ConfigTensor[];
  output: ConfigTensor[];
  default_model_filename: string;
}

interface ConfigTensor {
  name: string;
  data_type: string;
  dims: number[];
}

export function modelConfig(name: string, { inputs, outputs }: Signature): ModelConfig {
  return {
    name,
    platform: 'onnxruntime_onnx',
    backend: 'onnxruntime',
    version_policy: { all: {} },
    max_batch_size: 0,
    input: inputs.map(configTensor),
    output: outputs.map(configTensor),
    default_model_filename: 'model.onnx',
  };
}

function configTensor({ name, datatype, shape }: TensorSpec): ConfigTensor {
  return { name, data_type: dataType(datatype), dims: shape };
}

function dataType(datatype: Datatype): string {
  return datatype === 'BYTES' ? 'TYPE_STRING' : `TYPE_${datatype}`;
}
