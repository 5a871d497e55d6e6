import { playInTime } from "./play-in-time.ts";

/* A transcript beside its recording. */
const turns = document.querySelector<HTMLElement>("#turns");
if (turns !== null) playInTime(turns);
