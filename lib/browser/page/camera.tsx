/** @jsxImportSource preact */
/**
 * The camera as a source of pictures.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Milliseconds between two frames that are looked at. */
const EVERY = 100;

/** What {@linkcode Camera} needs. */
export interface CameraProps {
  /** Given a frame, now and then, which it closes. */
  readonly onFrame: (frame: ImageBitmap) => void;
  /** Told in one sentence why there is no camera. */
  readonly onFault: (fault: string) => void;
}

/** A button that turns the camera on and off. */
export function Camera({ onFrame, onFault }: CameraProps): JSX.Element {
  const [stream, setStream] = useState<MediaStream>();
  const give = useRef(onFrame);
  give.current = onFrame;

  const turnOn = async () => {
    try {
      setStream(await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } }));
    } catch (error) {
      onFault(`There is no camera to use (${(error as Error).message}): choose a file instead`);
    }
  };
  const turnOff = () => {
    stream?.getTracks().forEach((track) => track.stop());
    setStream(undefined);
  };

  useEffect(() => {
    if (!stream) return;
    const video = document.createElement("video");
    video.muted = video.playsInline = true;
    video.srcObject = stream;
    video.play();
    const timer = setInterval(async () => {
      if (video.readyState >= video.HAVE_CURRENT_DATA) give.current(await createImageBitmap(video));
    }, EVERY);
    return () => {
      clearInterval(timer);
      stream.getTracks().forEach((track) => track.stop());
    };
  }, [stream]);

  return (
    <button
      type="button"
      aria-pressed={stream ? "true" : "false"}
      onClick={stream ? turnOff : turnOn}
    >
      {stream ? "Stop the camera" : "Use the camera"}
    </button>
  );
}
