import type { DescribedInput } from '../../description-format.ts';
import { type Picture, pictureOf, shapeInWords } from './kinds.ts';
import type { Slot } from './slot.ts';

/** Mean and standard deviation of ImageNet's pictures in shares of one, which most networks for photographs keep. */
const PHOTOGRAPHS = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
/** A graph that multiplies by more than this takes values that are small already. */
const LARGEST_SCALE_OF_BYTES = 0.2;
const COLOURS: Record<number, string> = { 1: 'gray', 3: 'rgb' };

/** Size, colours and preparation of what looks like a picture; null where nothing tells the size. */
export function pictureDetails(slot: Slot): { details: Partial<DescribedInput>; sure: boolean; reason: string } | null {
  const picture = pictureOf(slot);
  if (!picture) return null;
  const { channels, width, height } = picture;
  const sizes = slot.isOpen ? `${channels} × ${height} × ${width}` : shapeInWords(slot);
  const isAnySize = slot.isOpen && !slot.preparation;
  const looks = isAnySize
    ? `The input takes pictures of any size, for which ${width} × ${height} is taken`
    : `The shape ${sizes} looks like a picture`;
  const { prepares } = slot.picture ?? {};
  const takesBytes =
    slot.datatype === 'UINT8' || (prepares && Math.max(...prepares.scale.map(Math.abs)) <= LARGEST_SCALE_OF_BYTES);
  if (slot.preparation) return fromFile(slot, picture, looks);
  const plain = { mean: zeros(channels), std: ones(channels) };
  const [preparation, reason, sure] = takesBytes
    ? ([
        { scale: 1, ...plain },
        `${looks}, and the model takes its brightness of 0 to 255 as it is.`,
        prepares !== undefined,
      ] as const)
    : prepares
      ? ([{ scale: 1 / 255, ...plain }, `${looks}, and the model takes its brightness as 0 to 1.`, false] as const)
      : usualPreparation(channels, looks);
  const details = {
    ...picture,
    colour: COLOURS[channels] ?? 'rgb',
    min: 0,
    max: 255,
    preprocess: { resize: [width, height], ...preparation },
  };
  return { details, sure, reason };
}

/** As the file beside the model says, made to come out at the size the graph takes. */
function fromFile({ preparation }: Slot, picture: Picture, looks: string) {
  const { width, height, preprocess = {} } = preparation ?? {};
  const fits = width === picture.width && height === picture.height;
  const { resize: _, resize_short: __, centre_crop: ___, ...numbers } = preprocess;
  const steps = fits ? preprocess : { resize: [picture.width, picture.height], ...numbers };
  const reason = `${looks}, and preprocessor_config.json tells how it is prepared.`;
  const details = { ...picture, colour: COLOURS[picture.channels] ?? 'rgb', min: 0, max: 255, preprocess: steps };
  return { details, sure: fits, reason: fits ? reason : `${reason} Its size is that of the graph.` };
}

function usualPreparation(channels: number, looks: string) {
  const isColour = channels === 3;
  const numbers = isColour ? PHOTOGRAPHS : { mean: zeros(channels), std: ones(channels) };
  const usual = isColour ? 'as networks for photographs usually take it' : 'as 0 to 1';
  return [
    { scale: 1 / 255, ...numbers },
    `${looks}. Nothing in the file tells how it is prepared, so it is fed ${usual}.`,
    false,
  ] as const;
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}

function ones(count: number): number[] {
  return new Array<number>(count).fill(1);
}
