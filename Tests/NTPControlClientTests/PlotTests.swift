// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPControlClient
import Testing

@Suite struct `Tracking log` {
    private static let line = """
        2026-11-23 15:36:00 192.0.2.10       3    -12.345      0.050  1.250e-05 N  4  6.000e-06 -1.000e-06 \
        1.200e-03  3.000e-04  9.125e-04
        """

    @Test func `is read line by line`() {
        let entries = TrackingLog(Self.line + "\n").entries
        #expect(
            entries == [
                TrackingLog.Entry(
                    time: 1_795_448_160, source: "192.0.2.10", isSynchronized: true, offset: 1.25e-5,
                    offsetDeviation: 6e-6, errorBound: 9.125e-4)
            ])
    }

    @Test(arguments: [
        "====", "   Date (UTC) Time     IP Address   St", "", "2026-11-23 15:36:00 192.0.2.10 3 -12.3",
        "2026-11-23 15:36:00 a 3 1 1 nan N 4 1 1 1 1 1", "9 9 9 9 9 9 9 9 9 9 9 9 9 9",
    ])
    func `passes over what is no entry`(text: String) {
        #expect(TrackingLog(text + "\n" + Self.line).entries.count == 1)
    }

    @Test func `can be cut down to its end`() {
        let later = Self.line.replacing("15:36:00", with: "16:36:00")
        let log = TrackingLog(Self.line + "\n" + later)
        #expect(log.last(3600).entries.count == 2)
        #expect(log.last(3599).entries.count == 1)
    }
}

@Suite struct `Scale of an axis` {
    @Test func `has round marks`() {
        #expect(Scale.symmetric(5.5e-5).marks.map { ($0 * 1e6).rounded() } == [-40, -20, 0, 20, 40])
        #expect(Scale.positive([1e-3, 2e-3]).marks.map { ($0 * 1e4).rounded() } == [0, 5, 10, 15, 20])
    }

    @Test func `is linear for a few outliers, which it leaves out`() {
        let scale = Scale.positive(Array(repeating: 1e-3, count: 1000) + [2.0])
        #expect(scale.kind == .linear)
        #expect(!scale.contains(2.0) && scale.contains(1e-3))
    }

    @Test func `is logarithmic where bounds differ by orders of magnitude`() {
        let scale = Scale.positive(Array(repeating: 1e-3, count: 100) + Array(repeating: 1.0, count: 20))
        #expect(scale.kind == .logarithmic)
        #expect(scale.contains(1.0) && scale.contains(1e-3))
        #expect(scale.marks.count == 4)
    }

    @Test(arguments: [0.0, 1e-12, 1.0, 1e6])
    func `has some marks for anything`(limit: Double) {
        #expect(3...9 ~= Scale.symmetric(limit).marks.count)
        #expect(2...9 ~= Scale.positive([limit]).marks.count)
    }
}

@Suite struct `Time axis` {
    @Test(arguments: [1.0, 60, 4_000, 86_400, 1e6, 1e8])
    func `has marks that fit`(length: Double) {
        let marks = TimeAxis(from: 1_795_448_161, to: 1_795_448_161 + length, count: 10).marks
        #expect(marks.count <= 11)
        #expect(length < 60 || !marks.isEmpty)
    }

    @Test func `names the days`() {
        let marks = TimeAxis(from: 1_795_448_160, to: 1_795_448_160 + 172_800, count: 10).marks
        #expect(
            marks.map(\.label) == [
                "18:00", "Nov 24", "06:00", "12:00", "18:00", "Nov 25", "06:00", "12:00",
            ])
    }
}

@Suite struct `Plot` {
    private static func log(_ count: Int) -> TrackingLog {
        let entries = (0..<count).map { index in
            let offset: Double = Double(index % 5 - 2) * 1e-5
            let errorBound: Double = 1e-3 + Double(index % 3) * 1e-4
            return TrackingLog.Entry(
                time: 1_795_448_160 + Double(index) * 64, source: index % 7 == 0 ? "<a&b>" : "192.0.2.10",
                isSynchronized: true, offset: offset, offsetDeviation: 1e-6, errorBound: errorBound)
        }
        return TrackingLog(entries: entries)
    }

    @Test(arguments: [1, 2, 100, 20_000])
    func `is a small, complete image of any log`(count: Int) throws {
        let svg = try #require(ClockPlot(Self.log(count), title: "a < b")).svg
        #expect(svg.hasPrefix("<svg xmlns=") && svg.hasSuffix("</svg>\n"))
        #expect(!svg.contains("nan") && !svg.contains("inf"))
        #expect(!svg.contains("<a&b>") && !svg.contains("a < b"))
        #expect(svg.utf8.count < 1_500_000)
    }

    @Test func `of nothing there is none`() {
        #expect(ClockPlot(Self.log(0), title: "") == nil)
    }

    @Test func `is broken where nothing is known`() {
        let points = (0..<10).map { Point(x: Double($0 < 5 ? $0 : $0 + 100), y: 0) }
        #expect(Series(points, width: 800, gap: 6).parts.map(\.count) == [5, 5])
    }

    @Test func `has medians and spreads where there are more updates than pixels`() throws {
        let points = (0..<10_000).map { Point(x: Double($0) / 100, y: Double($0 % 11)) }
        let series = Series(points, width: 100, gap: 6)
        #expect(!series.isSparse)
        let column = try #require(series.parts[0].first)
        #expect(column.lowest == 0 && column.lower == 1 && column.middle == 5)
        #expect(column.upper == 9 && column.highest == 10)
        #expect(series.parts[0].count == 25)
    }
}
