import { type Html, html } from "../html.ts";

/** What the shell of the desk says, in Spanish. */
export const deskEs = {
  deskName: "Mesa de trabajo",
  deskBoard: "Tablero",
  deskAdministration: "Administración",
  deskLeave: "Salir",
  deskToSite: "Ver el sitio público",
  deskGoHome: "Volver al tablero",
  deskWelcome: (name: string) => `Hola, ${name}`,
  deskNoRights: "Todavía no tiene derechos en esta oficina: pídalos a quien la administra.",
  deskNotFound: "Aquí no hay nada que usted pueda ver",
  deskForbidden: "Eso no le está permitido",
  deskRefused: "No se pudo hacer",
  deskFailed: "Algo falló de nuestro lado; quedó anotado. Lo que escribió no se ha perdido: vuelva atrás y reenvíelo.",
  deskExpiredTitle: "Su sesión terminó",
  deskExpired: "Nada de lo que escribió se ha perdido: ingrese de nuevo en otra pestaña y vuelva a enviarlo.",
  deskExpiredEnter: "Ingrese de nuevo (se abre otra pestaña)",
  deskExpiredReturn: "Vuelva a esta pestaña y envíe otra vez lo que escribió:",
  deskSendAgain: "Enviar otra vez",
  deskAgainTitle: "Confirme el envío",
  deskAgain: "Ingresó de nuevo después de abrir este formulario. Lo que escribió está completo: envíelo otra vez.",

  enterTitle: "Ingresar a la mesa de trabajo",
  enterLeft: "Su sesión quedó cerrada.",
  enterByConsole: (command: Html) => html`Quien opera esta instalación obtiene un enlace de ingreso con ${command}.`,
  enterLinkOver: "Este enlace ya no sirve",
  enterLinkOverText: "Cada enlace abre una sola vez y vence pronto. Pida otro.",
  enterFirstTitle: "Bienvenida, bienvenido",
  enterFirstText: (office: string) =>
    `Usted será la primera persona que administre ${office} en este sitio. Podrá escribir, editar y publicar, llevar autoridades y cargos, e invitar a las demás personas.`,
  enterAs: (name: string) => `Ingresar como ${name}`,
  enterAsText: (office: string, email: string) => `${office} · ${email}. Este enlace sirve una sola vez.`,
  enterButton: "Ingresar",
  officerName: "Nombre y apellidos",
  officerEmail: "Correo",
  officerLanguage: "Idioma de la mesa de trabajo",
};
