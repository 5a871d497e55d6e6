/** Where a command speaks. Results go to stdout, everything else to stderr. */
export type Output = {
  /** One line for a person. Nothing under `--json`. */
  print: (line: string) => void;
  /** One JSON document on a line of its own. Nothing without `--json`. */
  json: (value: unknown) => void;
  /** One line beside the result: a warning, a next step. */
  note: (line: string) => void;
  /** How far long work has come: redrawn on a terminal, a plain line every few seconds elsewhere. `detail` follows the figures. */
  progress: (task: string, done: number, total?: number, detail?: string) => void;
};

/** The part of a stream that output needs. */
export type Sink = { write(text: string): unknown; isTTY?: boolean; columns?: number };

const redrawEvery = 100;
const repeatEvery = 5_000;

/** `now` is a monotonic clock in milliseconds. */
export function openOutput(
  json: boolean,
  stdout: Sink = process.stdout,
  stderr: Sink = process.stderr,
  now: () => number = () => performance.now(),
): Output & { end: () => void } {
  const bar = openProgress(stderr, now);
  return {
    print: (line) => {
      bar.clear();
      if (!json) stdout.write(`${shown(line)}\n`);
    },
    json: (value) => {
      bar.clear();
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
    },
    note: (line) => {
      bar.clear();
      stderr.write(`${shown(line)}\n`);
    },
    progress: (...step) => bar.show(...step),
    end: () => bar.finish(),
  };
}

/** Words of files and of other people are shown, never obeyed: a terminal does what control characters tell it. */
export function shown(line: string): string {
  return line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

function openProgress(stderr: Sink, now: () => number) {
  const every = stderr.isTTY === true ? redrawEvery : repeatEvery;
  let drawn = false;
  let at = -Infinity;
  let held: string | undefined;
  let task: string | undefined;
  let complete = false;

  function write(line: string): void {
    if (stderr.isTTY === true) stderr.write(`\r\u001b[K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
    else stderr.write(`${line}\n`);
    drawn = stderr.isTTY === true;
    at = now();
    held = undefined;
  }

  return {
    show(name: string, done: number, total?: number, detail?: string): void {
      const figures =
        total === undefined ? `${name}: ${done}` : `${name}: ${done} of ${total} (${percent(done, total)} %)`;
      const line = detail === undefined ? figures : `${figures}, ${detail}`;
      if (name !== task && held !== undefined) write(held);
      if (name !== task) complete = false;
      const due = name !== task || (done === total && !complete) || now() - at >= every;
      complete ||= done === total;
      task = name;
      if (due) write(line);
      else held = line;
    },
    clear(): void {
      if (drawn) stderr.write("\r\u001b[K");
      drawn = false;
    },
    finish(): void {
      if (held !== undefined) write(held);
      if (drawn) stderr.write("\n");
      drawn = false;
      task = undefined;
    },
  };
}

function percent(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((100 * done) / total);
}
