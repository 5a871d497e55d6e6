import { expect, test } from "vitest";
import { whatsappText } from "./whatsapp.ts";

test("a text for WhatsApp has its title in bold, its marks as WhatsApp writes them, and its link last", () => {
  const body = `## Medidas

El **gobierno** dijo *no* en [su sitio](https://www.gob.cl/) y a [prensa@a.cl](mailto:prensa@a.cl).

- uno
- **dos**
  - tres

2. a
3. b

> cita
>
> más

| Región | Monto |
| --- | ---: |
| Aysén | 3 |

***

Vea \\*esto\\* y a_b, 2\\. de.
`;
  expect(
    whatsappText({
      title: "Título *nuevo*",
      byline: "Vocera de Gobierno",
      body,
      url: "https://v.cl/statements/2026-0001",
    }),
  ).toBe(`*Título nuevo*

Vocera de Gobierno

*Medidas*

El *gobierno* dijo _no_ en su sitio (https://www.gob.cl/) y a prensa@a.cl.

- uno
- *dos*
   - tres

2. a
3. b

> cita
>
> más

- Región: Aysén; Monto: 3

———

Vea *\u200besto* y a_b, 2. de.

https://v.cl/statements/2026-0001`);
});
