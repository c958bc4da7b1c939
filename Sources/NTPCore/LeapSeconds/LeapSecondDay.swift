// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Tells the only days that can end in a leap second.
///
/// The kernel applies a leap second at the end of the day on which it is told of it, while servers announce
/// it up to a month ahead. So the kernel must not hear of it before the day.
package enum LeapSecondDay {
    /// Whether the UTC day of `date` is 30 June or 31 December, the days that IERS uses.
    package static func contains(_ date: NTPDate) -> Bool {
        // The day after it is the first of its month; counted from 1 March, so that February comes last.
        let (month, day) = monthAndDay(ofDayNumber: date.unixTime.seconds.floorDivided(by: 86_400))
        return month == 6 && day == 30 || month == 12 && day == 31
    }

    /// The midnight that the UTC day of `date` ends with.
    package static func end(of date: NTPDate) -> NTPDate {
        NTPDate(unixSeconds: (date.unixTime.seconds.floorDivided(by: 86_400) + 1) * 86_400, nanoseconds: 0)
    }

    /// The month and day of the proleptic Gregorian calendar, from the number of days since 1970-01-01.
    package static func monthAndDay(ofDayNumber number: Int64) -> (month: Int64, day: Int64) {
        // Years from 1 March, so that a leap day is a year's last; 719,468 days lead from 0000-03-01 to 1970.
        let days = number + 719_468
        let dayOfCycle = days - days.floorDivided(by: 146_097) * 146_097  // 400 years
        let year = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * year + year / 4 - year / 100)
        // From March on, five months have 153 days, with the same pattern of lengths.
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9, day)
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
