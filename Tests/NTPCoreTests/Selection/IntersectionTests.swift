// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `An intersection` {
    @Test func `is what all agree upon`() throws {
        let found = try #require(Intersection(of: [0...4, 2...6, 3...5]))
        #expect(found.range == 3...4)
        #expect(found.depth == 3)
    }

    @Test func `leaves out who stands alone`() throws {
        let found = try #require(Intersection(of: [0...2, 1...3, 10...11]))
        #expect(found.range == 1...2)
        #expect(found.depth == 2)
    }

    @Test func `may be a point`() throws {
        let found = try #require(Intersection(of: [0...1, 1...2]))
        #expect(found.range == 1...1)
        #expect(found.depth == 2)
    }

    @Test func `of nested intervals is the innermost`() throws {
        let found = try #require(Intersection(of: [0...10, 4...5, 1...9]))
        #expect(found.range == 4...5)
    }

    /// The third one claims so little that it agrees with either.
    @Test func `of two that equally many agree upon is the one that was followed`() {
        let intervals = [0...2, 170...171, -80...200] as [ClosedRange<Double>]
        #expect(Intersection(of: intervals)?.range == 0...2)
        #expect(Intersection(of: intervals, incumbent: 170...171)?.range == 170...171)
        #expect(Intersection(of: intervals, incumbent: 0...2)?.range == 0...2)
    }

    @Test func `that more agree upon is chosen, whoever was followed`() {
        let intervals = [0...2, 1...3, 10...11] as [ClosedRange<Double>]
        #expect(Intersection(of: intervals, incumbent: 10...11)?.range == 1...2)
    }

    @Test func `of nothing is nothing`() {
        #expect(Intersection(of: []) == nil)
    }

    @Test func `is as deep as a search of all points says`() throws {
        var generator = TestGenerator(seed: 11)
        for _ in 0..<500 {
            let intervals = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                let low = Double(Int.random(in: 0...20, using: &generator))
                return low...low + Double(Int.random(in: 0...8, using: &generator))
            }
            let found = try #require(Intersection(of: intervals))
            let deepest = (0...28).map { point in intervals.count { $0.contains(Double(point)) } }.max()
            #expect(found.depth == deepest, "\(intervals)")
            #expect(intervals.count { $0.contains(found.range.lowerBound) } == found.depth)
            #expect(intervals.count { $0.contains(found.range.upperBound) } == found.depth)
        }
    }
}
