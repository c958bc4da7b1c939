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
    init?(of intervals: [ClosedRange<Double>]) {
        let edges = Self.sortedEdges(of: intervals)
        var depth = 0
        var best: (depth: Int, start: Int)?
        for (index, edge) in edges.enumerated() {
            depth += edge.isStart ? 1 : -1
            if depth > best?.depth ?? 0 { best = (depth, index) }
        }
        guard let best else { return nil }
        // The next edge is an end: a start would have made it deeper still.
        range = edges[best.start].position...edges[best.start + 1].position
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
