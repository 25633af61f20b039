import protobuf from 'protobufjs/minimal.js';
import { readAttribute } from './attributes.ts';
import type { Node } from './graph.ts';
import type { OnnxModel } from './model.ts';
import { copyField, rewrite } from './rewrite.ts';
import { eachField, readText, valueSpan } from './wire.ts';

/** The locale every Linux system has, whatever languages are installed. */
const LOCALE = 'C.UTF-8';

/**
 * Gives every StringNormalizer the locale C.UTF-8: exports of lower-casing text models name none, and ONNX Runtime
 * then asks for en_US.UTF-8, which few servers have. For letters the two agree, except in a few languages.
 * @returns null when there is nothing to change
 */
export function repairLocale(model: OnnxModel): {
  bytes: Uint8Array;
  notice: { code: 'repair.locale'; message: string };
} | null {
  const nodes = model.graph.nodes.filter(
    (node) => node.op === 'StringNormalizer' && readAttribute(model.bytes, node, 'locale').texts[0] !== LOCALE,
  );
  if (nodes.length === 0) return null;
  const edits = nodes.map((node) => ({ span: node, bytes: withLocale(model.bytes, node) }));
  return {
    bytes: rewrite(model, { edits, dropTypesOf: new Set() }),
    notice: {
      code: 'repair.locale',
      message: `The model asked for a language setting this machine does not have; upper and lower case follow ${LOCALE} instead.`,
    },
  };
}

function withLocale(file: Uint8Array, node: Node): Uint8Array {
  const writer = protobuf.Writer.create();
  eachField(file, node, (field) => {
    if (field.number === 5 && attributeName(file, valueSpan(field)) === 'locale') return;
    copyField(writer, file, field);
  });
  const attribute = protobuf.Writer.create();
  attribute.uint32((1 << 3) | 2).string('locale');
  attribute.uint32((4 << 3) | 2).string(LOCALE);
  attribute.uint32((20 << 3) | 0).int32(3);
  return writer
    .uint32((5 << 3) | 2)
    .bytes(attribute.finish())
    .finish();
}

function attributeName(file: Uint8Array, span: { start: number; end: number }): string {
  let name = '';
  eachField(file, span, (field) => {
    if (field.number === 1) name = readText(file, valueSpan(field));
  });
  return name;
}
