// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Ranges of numbers that don't overlap, made for being asked whether one of them holds a number.
///
/// A look-up between two packets finds little of a long list in the processor's caches. So this is a search
/// tree in one array: a level of at most 16 numbers, one 16 times as long, and so on, the last being all
/// boundaries. Of each level one run of neighbours is read, and only the last two levels are ever cold.
struct RangeSet<Number: FixedWidthInteger & BitwiseCopyable & Sendable>: Sendable {
    private static var fanOut: Int { 16 }

    /// Level by level, the shortest first; each holds the first number of every 16 of the next.
    private let numbers: [Number]
    private let levels: [Range<Int>]

    /// - Parameter boundaries: Ascending: where the first range begins, what follows its end, where the second
    ///   begins, and so on. The last range may go on for ever.
    init(boundaries: [Number]) {
        var shortestLast = [boundaries]
        var level = boundaries
        while level.count > Self.fanOut {
            level = stride(from: 0, to: level.count, by: Self.fanOut).map { level[$0] }
            shortestLast.append(level)
        }
        var numbers: [Number] = []
        levels = shortestLast.reversed().map { level in
            let start = numbers.count
            numbers += level
            return start..<numbers.count
        }
        self.numbers = numbers
    }

    func contains(_ number: Number) -> Bool {
        // The place of the last boundary that is not above the number, in the level at hand.
        var place = 0
        for level in levels {
            let start = level.lowerBound + place * Self.fanOut
            let end = min(start + Self.fanOut, level.upperBound)
            var next = start
            while next < end, numbers[next] <= number { next += 1 }
            // Below the first boundary of all.
            if next == start { return false }
            place = next - 1 - level.lowerBound
        }
        return place.isMultiple(of: 2)
    }
}
