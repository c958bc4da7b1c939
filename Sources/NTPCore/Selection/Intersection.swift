// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The part of the time axis that most sources agree upon: Marzullo's algorithm as in RFC 5905, section 11.2.1.
struct Intersection: Hashable, Sendable {
    let range: ClosedRange<Double>
    /// How many of the intervals contain the range.
    let depth: Int

    private struct Edge {
        var position: Double
        var isStart: Bool
    }

    /// The first range that no other one is contained in more intervals than. Nil without intervals.
    ///
    /// An interval is where a source claims the truth to be: its offset, give or take its root distance.
    ///
    /// - Parameter incumbent: The interval of the source that was followed until now. Of ranges that equally many
    ///   agree upon, one that it overlaps is chosen: somebody who claims little can make a tie between the others.
    init?(of intervals: [ClosedRange<Double>], incumbent: ClosedRange<Double>? = nil) {
        let edges = Self.sortedEdges(of: intervals)
        var depth = 0
        var best: (depth: Int, range: ClosedRange<Double>, isIncumbent: Bool)?
        for (edge, next) in zip(edges, edges.dropFirst()) {
            depth += edge.isStart ? 1 : -1
            // Before another start it isn't as deep as it will be.
            guard edge.isStart, !next.isStart else { continue }
            let range = edge.position...next.position
            let isIncumbent = incumbent?.overlaps(range) ?? false
            let isTie = depth == best?.depth
            if depth > best?.depth ?? 0 || isTie && isIncumbent && best?.isIncumbent == false {
                best = (depth, range, isIncumbent)
            }
        }
        guard let best else { return nil }
        range = best.range
        self.depth = best.depth
    }

    private static func sortedEdges(of intervals: [ClosedRange<Double>]) -> [Edge] {
        var edges: [Edge] = []
        edges.reserveCapacity(2 * intervals.count)
        for interval in intervals {
            edges.append(Edge(position: interval.lowerBound, isStart: true))
            edges.append(Edge(position: interval.upperBound, isStart: false))
        }
        // Starts before ends, so that intervals which just touch do overlap.
        return edges.sorted { ($0.position, $0.isStart ? 0 : 1) < ($1.position, $1.isStart ? 0 : 1) }
    }
}
