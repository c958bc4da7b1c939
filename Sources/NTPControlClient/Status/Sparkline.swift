// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A row of bars, each of a character's width.
enum Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// The magnitudes of the latest values, the largest of them as high as a line.
    static func text(_ values: some Collection<Double>) -> String {
        let largest = values.map(\.magnitude).max() ?? 0
        guard largest > 0, largest.isFinite else { return String(repeating: bars[0], count: values.count) }
        return String(
            values.map { value in
                bars[min(bars.count - 1, Int(value.magnitude / largest * Double(bars.count)))]
            })
    }
}
