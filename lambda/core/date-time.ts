/** A W3C date, whole or as far as it is known: https://www.w3.org/TR/NOTE-datetime */
const W3C_DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

/**
 * Seconds since 1970 of a date as policies write it: a W3C date or the seconds themselves. `undefined` where it is none.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function epochSeconds(text: string): number | undefined {
  if (/^\d{5,15}$/.test(text)) return Number(text);
  const match = W3C_DATE.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] = match;
  const days = daysSince1970(Number(year), Number(month), Number(day));
  return days * 86_400 + Number(hour) * 3_600 + Number(minute) * 60 + Number(`${second}.${fraction}`) - offsetSeconds(zone);
}

function offsetSeconds(zone: string): number {
  if (zone === 'Z') return 0;
  const seconds = Number(zone.slice(1, 3)) * 3_600 + Number(zone.slice(4, 6)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}

/** Days of the Gregorian calendar. Years begin in March here, so that a leap day is a year's last. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
}
