const es = {
  loading: "Cargando el lector: unos 3 MB, una sola vez…",
  reading: "Leyendo la imagen en su navegador…",
  read: "Esto se leyó en la imagen. Revíselo, corrija lo que se leyó mal y deje solo la frase que quiere comprobar.",
  added: "Lo leído se agregó debajo de lo que usted había escrito. Deje solo la frase que quiere comprobar.",
  cut: "La imagen traía más texto del que se puede comprobar de una vez: quedó la primera parte.",
  cancelled: "Se dejó de leer la imagen.",
  cannot: "Este navegador no puede leer imágenes: escriba o pegue el texto.",
  refused: {
    "not-a-picture": "Eso no es una imagen que se pueda abrir. Sirven PNG, JPEG y WebP.",
    "too-large": "La imagen es demasiado grande. Recorte la parte que dice la frase.",
    "no-words": "No se hallaron palabras en la imagen. Escriba el texto o pruebe con un recorte más nítido.",
    "no-reader":
      "No se pudo cargar el lector de imágenes: sin conexión, o este navegador no lo admite. Escriba el texto.",
  },
};

export type PictureWords = typeof es;

const en: PictureWords = {
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

export const pictureWords = { es, en };
