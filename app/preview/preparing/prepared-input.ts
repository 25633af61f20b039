/** The tensor of a graph input that was prepared from a picture or a text. */
export interface PreparedInput {
  /** Of the graph input. */
  name: string;
  shape: number[];
  bytes: Uint8Array;
}
