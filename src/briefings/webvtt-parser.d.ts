declare module "webvtt-parser" {
  const webvtt: {
    WebVTTParser: new (references: object) => {
      parse(
        input: string,
        mode: "captions",
      ): {
        cues: { startTime: number; endTime: number; tree: object }[];
        errors: { message: string; line: number; col?: number }[];
      };
    };
  };
  export default webvtt;
}
