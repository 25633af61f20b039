import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';

interface CameraDialogProps {
  onClose: () => void;
  onPicture: (picture: Blob) => void;
}

/** What the camera sees, and the button that takes it. The camera is let go when this closes. Fetched on first use. */
export function CameraDialog({ onClose, onPicture }: CameraDialogProps) {
  const video = useRef<HTMLVideoElement>(null);
  const { stream, problem } = useCameraStream();
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  const take = async (): Promise<void> => {
    const picture = video.current && (await frameOf(video.current));
    if (picture) onPicture(picture);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Take a photo"
      footer={
        <div className="flex items-center gap-2">
          {stream && (
            <Button variant="primary" onClick={() => void take()}>
              Take this photo
            </Button>
          )}
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
        </div>
      }
    >
      {problem ? (
        <Notice tone="warn">{problem}</Notice>
      ) : (
        <video ref={video} className="camera-view" autoPlay muted playsInline aria-label="What the camera sees" />
      )}
    </Dialog>
  );
}

function useCameraStream(): { stream: MediaStream | null; problem: string | null } {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    let opened: MediaStream | null = null;
    const stop = (): void => {
      for (const track of opened?.getTracks() ?? []) track.stop();
    };
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      (media) => {
        opened = media;
        if (isGone) stop();
        else setStream(media);
      },
      (error: unknown) => setProblem(cameraProblem(error)),
    );
    return () => {
      isGone = true;
      stop();
    };
  }, []);
  return { stream, problem };
}

function cameraProblem(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError')
    return 'The browser may not use the camera. Allow it for this site, or choose a file.';
  if (name === 'NotReadableError') return 'Another program uses the camera. Close it and try again, or choose a file.';
  return 'The camera could not be used. Choose a file instead.';
}

function frameOf(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  if (canvas.width === 0) return Promise.resolve(null);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
}
