import type { pictureEs } from "./picture-es.ts";

export const pictureEn: typeof pictureEs = {
  loading: "Loading the reader: about 3 MB, once…",
  reading: "Reading the picture in your browser…",
  read: "This was read in the picture. Look it over, mend what was misread and leave only the sentence to be checked.",
  added: "What was read stands below what you had written. Leave only the sentence to be checked.",
  cut: "The picture had more text than can be checked at once: the first part was kept.",
  cancelled: "The picture is no longer being read.",
  cannot: "This browser cannot read pictures: type or paste the text.",
  refused: {
    "not-a-picture": "That is not a picture that can be opened. PNG, JPEG and WebP will do.",
    "too-large": "The picture is too large. Cut out the part with the sentence.",
    "no-words": "No words were found in the picture. Type the text, or try a sharper cutting.",
    "no-reader":
      "The reader of pictures could not be loaded: no connection, or this browser does not allow it. Type the text.",
  },
};
