/** ما مضى منذ لحظة من `performance.now()`، نصًّا بالثواني. */
export function ثوان_منذ(بداية: number): string {
  return `${((performance.now() - بداية) / 1_000).toFixed(2)} ثانية`;
}
