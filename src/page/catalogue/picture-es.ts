/** What the browser says that reads a picture on /verify. */
export const pictureEs = {
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
