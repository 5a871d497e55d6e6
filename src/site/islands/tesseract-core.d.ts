declare module "tesseract.js-core/tesseract-core-simd-lstm.js" {
  /** What of the library's own interface is used here. */
  export type ReadingMachine = {
    FS: { writeFile(path: string, bytes: Uint8Array): void };
    TessBaseAPI: new () => {
      /** 0 where the model was taken. */
      Init(folder: string | null, languages: string, engine: number): number;
      /** Reads `/input`; 1 where it is no picture. */
      SetImageFile(orientation: number, angle: number): number;
      Recognize(monitor: null): number;
      GetUTF8Text(): string;
      MeanTextConf(): number;
    };
  };
  export default function load(options: {
    locateFile: (name: string) => string;
    TesseractProgress: (percent: number) => void;
    print: (line: string) => void;
    printErr: (line: string) => void;
  }): Promise<ReadingMachine>;
}

declare module "*.wasm" {
  const address: string;
  export default address;
}

declare module "*.gz" {
  const address: string;
  export default address;
}
