// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The marks of an axis of time: at round times of the day, in UTC.
struct TimeAxis: Hashable, Sendable {
    struct Mark: Hashable, Sendable {
        let time: Double
        let label: String
        /// Whether a day begins here.
        let isDay: Bool
    }

    let marks: [Mark]

    private static let steps: [Double] = [
        1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000,
        7_776_000, 31_536_000,
    ]

    /// - Parameter count: The most marks that there is room for.
    init(from start: Double, to end: Double, count: Double) {
        let step = Self.steps.first { (end - start) / $0 <= count } ?? (end - start) / count
        let first = (start / step).rounded(.up) * step
        marks = stride(from: first, through: end, by: step).map { time in
            let isDay = time.truncatingRemainder(dividingBy: 86_400) == 0
            let pattern = isDay ? "%b %-d" : step < 60 ? "%H:%M:%S" : "%H:%M"
            return Mark(time: time, label: Timestamp.format(pattern, Int64(time)), isDay: isDay)
        }
    }
}
