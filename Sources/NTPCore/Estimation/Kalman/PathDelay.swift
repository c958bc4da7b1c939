// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What the round trips of a source say about its path: how short they can be, and how much they vary.
///
/// The excess of a round trip over the shortest one bounds the error of its offset: all of it may have been spent
/// in one direction.
struct PathDelay: Hashable, Sendable {
    /// Of so many blocks the shortest delays are remembered; the oldest block is dropped for a new one.
    private static let blockLimit = 16
    /// A block is closed with so many samples, but not before so many seconds.
    private static let blockSamples = 64
    private static let blockSpan = 2048.0
    /// The memory of all means, in samples.
    private static let memory = 64.0

    private struct Block: Hashable, Sendable {
        var start: FreeRunningTime
        var samples = 0
        var shortest = ShortestDelays()
    }

    private var blocks: [Block] = []
    private var shortest = ShortestDelays()
    /// Samples in all blocks, and since the start.
    private var count = 0
    private var total = 0
    /// The longest of the first three.
    private var longestAtStart = 0.0

    private var meanExcess = 0.0
    private var mean = 0.0
    private(set) var variance = 0.0
    private var autocovariance = 0.0
    private var previous = 0.0
    private var detour = Detour()
    /// The shortest round trip that there can be, where the configuration says so.
    private let known: Double?

    /// - Parameter known: The shortest round trip that there can be, in seconds; nil to find it out.
    init(known: Double? = nil) {
        self.known = known
    }

    /// The shortest round trip of late, in seconds. Not to be asked before the first sample.
    var minimum: Double { known ?? shortest[0] }

    /// By how much the shortest round trip seen is likely to exceed the shortest possible one.
    ///
    /// Of `n` exponential queueing delays each way, the smallest sums have mean gaps in proportion to
    /// Γ(k + ½) / Γ(k): 0.84 of the gap from the first to the fourth, 0.63 of the mean excess over √n.
    var hiddenExcess: Double {
        guard known == nil else { return 0 }
        let range = longestAtStart - minimum
        switch count {
        case 1: return minimum
        case 2: return min(minimum, 8 * range + 2e-6)
        case 3: return min(minimum, 3 * range + 2e-6)
        default:
            let bySpacing = 0.84 * (shortest[3] - minimum)
            let byCount = 0.63 * meanExcess / Double(count).squareRoot()
            return (bySpacing + byCount) / 2
        }
    }

    /// How much less than they seem to the samples tell, because their delays follow each other; at least 1.
    var varianceInflation: Double {
        guard total >= 16, variance > 0 else { return 1 }
        let r = min(max((autocovariance / variance - 0.3) / 0.7, 0), 0.98)
        return (1 + r) / (1 - r)
    }

    /// The standard deviation that an offset from a single sample has, without the clocks' precision.
    var jitter: Double {
        let byExcess = (meanExcess + hiddenExcess) * (meanExcess + hiddenExcess) / 8
        return min(variance / 4, byExcess).squareRoot()
    }

    mutating func add(_ delay: Double, at time: FreeRunningTime) {
        total += 1
        if total <= 3 { longestAtStart = max(longestAtStart, delay) }
        openBlock(at: time)
        blocks[blocks.count - 1].samples += 1
        blocks[blocks.count - 1].shortest.add(delay)
        shortest.add(delay)
        count += 1
        noteDetour(delay, at: time)
        noteMoments(delay)
    }

    /// Takes note of how the offset of the latest sample deviates from what is believed after it.
    mutating func noteResidual(_ residual: Double) {
        guard detour.samples > 0 else { return }
        detour.residuals += residual
    }

    mutating func stepped(by offset: NTPDuration) {
        for index in blocks.indices { blocks[index].start = blocks[index].start + offset }
        detour.start = detour.start + offset
    }

    private mutating func openBlock(at time: FreeRunningTime) {
        if let latest = blocks.last {
            let isFull = latest.samples >= Self.blockSamples
            guard isFull, time.seconds(since: latest.start) >= Self.blockSpan else { return }
        }
        if blocks.count == Self.blockLimit { blocks.removeFirst() }
        blocks.append(Block(start: time))
        mergeBlocks()
    }

    private mutating func mergeBlocks() {
        shortest = ShortestDelays()
        count = 0
        for block in blocks {
            shortest.add(block.shortest)
            count += block.samples
        }
    }

    private mutating func noteMoments(_ delay: Double) {
        let gain = max(1 / Double(total), 1 / Self.memory)
        let excess = max(0, delay - minimum)
        // A single delay of seconds must not count for more than a few ordinary ones.
        let limited = total > 8 ? min(excess, 4 * meanExcess + 1e-6) : excess
        meanExcess += max(1 / Double(count), 1 / Self.memory) * (limited - meanExcess)
        let deviation = delay - mean
        if total > 1 { autocovariance += gain * (deviation * (previous - mean) - autocovariance) }
        previous = delay
        mean += gain * deviation
        variance = (1 - gain) * (variance + gain * deviation * deviation)
    }
}

extension PathDelay {
    /// A run of delays that are all far above the minimum: queueing, or a new route.
    private struct Detour: Hashable, Sendable {
        var start = FreeRunningTime(bits: 0)
        /// All samples of the run, and those that count.
        var length = 0
        var samples = 0
        var shortest = ShortestDelays()
        /// Sums of the excess over the old minimum, its square, and the residuals of the offsets.
        var excess = 0.0
        var squares = 0.0
        var residuals = 0.0
    }

    /// A route is believed to be new after so many samples and seconds.
    private static let detourLength = 32
    private static let detourSpan = 64.0
    /// The first samples of a run don't count: they may have queued on the old route, a third of all do, and would
    /// pass for the shortest of the new one.
    private static let detourLead = 4

    private mutating func noteDetour(_ delay: Double, at time: FreeRunningTime) {
        let excess = delay - minimum
        guard known == nil, total > 8, excess > 1.2 * meanExcess + 4e-6 else {
            detour.length = 0
            return
        }
        if detour.length == 0 { detour = Detour(start: time) }
        detour.length += 1
        guard detour.length > Self.detourLead else { return }
        detour.samples += 1
        detour.shortest.add(delay)
        detour.excess += excess
        detour.squares += excess * excess
        if detour.length >= Self.detourLength, time.seconds(since: detour.start) >= Self.detourSpan {
            takeDetourForRoute()
        }
    }

    /// Both directions have become longer: what was known of the delays is no more.
    ///
    /// When only one has, the offsets moved with the delays. Nothing is changed then, so that the long way round
    /// is taken for the uncertain thing it is, and the clock stays where it was.
    private mutating func takeDetourForRoute() {
        let gap = detour.shortest[0] - minimum
        guard detour.residuals.magnitude < 0.25 * Double(detour.samples - 1) * gap else { return }
        let excess = detour.excess / Double(detour.samples)
        mean = minimum + excess
        variance = max(0, detour.squares / Double(detour.samples) - excess * excess)
        autocovariance = 0
        blocks = [Block(start: detour.start, samples: detour.samples, shortest: detour.shortest)]
        mergeBlocks()
        meanExcess = mean - minimum
        detour.length = 0
    }
}

/// The four shortest delays, shortest first.
struct ShortestDelays: Hashable, Sendable {
    private var first = Double.infinity
    private var second = Double.infinity
    private var third = Double.infinity
    private var fourth = Double.infinity

    subscript(index: Int) -> Double {
        switch index {
        case 0: first
        case 1: second
        case 2: third
        default: fourth
        }
    }

    mutating func add(_ delay: Double) {
        guard delay < fourth else { return }
        fourth = delay
        if fourth < third { swap(&third, &fourth) }
        if third < second { swap(&second, &third) }
        if second < first { swap(&first, &second) }
    }

    mutating func add(_ others: ShortestDelays) {
        for index in 0..<4 where others[index].isFinite { add(others[index]) }
    }
}
