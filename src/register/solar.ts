export const solarEvents = ["march-equinox", "june-solstice", "september-equinox", "december-solstice"] as const;
export type SolarEvent = (typeof solarEvents)[number];

/**
 * The instant of an equinox or solstice, to within a minute for the years 1900 to 2100 (Meeus, Astronomical Algorithms,
 * 2nd ed., chapter 27, tables 27.B and 27.C).
 */
export function solarInstant(event: SolarEvent, year: number): Date {
  const y = (year - 2000) / 1_000;
  const mean = means[event].reduce((sum, coefficient, power) => sum + coefficient * y ** power, 0);
  const t = (mean - 2_451_545) / 36_525;
  const w = 35_999.373 * t - 2.47;
  const lambda = 1 + 0.0334 * cosine(w) + 0.0007 * cosine(2 * w);
  const s = terms.reduce((sum, [a, b, c]) => sum + a * cosine(b + c * t), 0);
  const dynamical = mean + (0.00001 * s) / lambda;
  return new Date((dynamical - 2_440_587.5) * 86_400_000 - dynamicalAhead * 1_000);
}

/** Seconds by which dynamical time is ahead of the clocks, in our decades. */
const dynamicalAhead = 70;

const means: Record<SolarEvent, readonly number[]> = {
  "march-equinox": [2_451_623.80984, 365_242.37404, 0.05169, -0.00411, -0.00057],
  "june-solstice": [2_451_716.56767, 365_241.62603, 0.00325, 0.00888, -0.0003],
  "september-equinox": [2_451_810.21715, 365_242.01767, -0.11575, 0.00337, 0.00078],
  "december-solstice": [2_451_900.05952, 365_242.74049, -0.06223, -0.00823, 0.00032],
};

const terms: readonly (readonly [number, number, number])[] = [
  [485, 324.96, 1934.136],
  [203, 337.23, 32_964.467],
  [199, 342.08, 20.186],
  [182, 27.85, 445_267.112],
  [156, 73.14, 45_036.886],
  [136, 171.52, 22_518.443],
  [77, 222.54, 65_928.934],
  [74, 296.72, 3034.906],
  [70, 243.58, 9037.513],
  [58, 119.81, 33_718.147],
  [52, 297.17, 150.678],
  [50, 21.02, 2281.226],
  [45, 247.54, 29_929.562],
  [44, 325.15, 31_555.956],
  [29, 60.93, 4443.417],
  [18, 155.12, 67_555.328],
  [17, 288.79, 4562.452],
  [16, 198.04, 62_894.029],
  [14, 199.76, 31_436.921],
  [12, 95.39, 14_577.848],
  [12, 287.11, 31_931.756],
  [12, 320.81, 34_777.259],
  [9, 227.73, 1222.114],
  [8, 15.45, 16_859.074],
];

function cosine(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}
