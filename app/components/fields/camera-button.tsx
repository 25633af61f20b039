import { Camera } from 'lucide-react';
import { lazy, Suspense, useEffect, useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

const CameraDialog = lazy(() => import('./camera-dialog.tsx').then((part) => ({ default: part.CameraDialog })));

interface CameraButtonProps {
  onPicture: (picture: Blob) => void;
}

/** Takes a photo: with the system's camera on a phone, with a camera beside the screen elsewhere. Without one: nothing. */
export function CameraButton({ onPicture }: CameraButtonProps) {
  const camera = useCamera();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  if (camera === 'none') return null;
  if (camera === 'system') {
    return (
      <label className="btn btn-sm file-button" htmlFor={id}>
        <Icon of={Camera} size={15} />
        Take a photo
        <input
          id={id}
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event) => {
            const [taken] = event.currentTarget.files ?? [];
            if (taken) onPicture(taken);
            event.currentTarget.value = '';
          }}
        />
      </label>
    );
  }
  return (
    <>
      <Button size="small" icon={Camera} onClick={() => setOpen(true)}>
        Take a photo
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <CameraDialog
            onClose={() => setOpen(false)}
            onPicture={(picture) => {
              setOpen(false);
              onPicture(picture);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

type CameraKind = 'none' | 'system' | 'page';

/** Phones bring their own camera; other browsers tell whether there is one, and only on a safe connection. */
function useCamera(): CameraKind {
  const [camera, setCamera] = useState<CameraKind>('none');
  useEffect(() => {
    if (window.matchMedia('(pointer: coarse)').matches) {
      setCamera('system');
      return;
    }
    navigator.mediaDevices?.enumerateDevices().then(
      (devices) => devices.some(({ kind }) => kind === 'videoinput') && setCamera('page'),
      () => undefined,
    );
  }, []);
  return camera;
}
