// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A place in an image, in pixels.
struct Point: Hashable, Sendable {
    let x: Double
    let y: Double
}

/// The points of a curve; where there are more than can be told apart, how they are spread.
struct Series: Hashable, Sendable {
    /// Points that are so close together that they are drawn as one.
    struct Column: Hashable, Sendable {
        let x: Double
        /// The extremes, the limits of the middle four fifths, and the median.
        let lowest: Double
        let lower: Double
        let middle: Double
        let upper: Double
        let highest: Double

        init(x: Double, _ values: [Double]) {
            let sorted = values.sorted()
            func quantile(_ share: Double) -> Double { sorted[Int(Double(sorted.count - 1) * share + 0.5)] }
            self.x = x
            lowest = sorted[0]
            lower = quantile(0.1)
            middle = quantile(0.5)
            upper = quantile(0.9)
            highest = sorted[sorted.count - 1]
        }
    }

    /// The parts of the curve; between them nothing is known.
    let parts: [[Column]]
    /// Whether a column is a single point.
    let isSparse: Bool

    /// The width of a column, in pixels: wide enough for some points, where there are many.
    private static let columnWidth = 4.0

    /// - Parameters:
    ///   - points: In the order of x.
    ///   - width: The length of the axis, in pixels.
    ///   - gap: The distance beyond which two neighbours aren't connected.
    init(_ points: [Point], width: Double, gap: Double) {
        var runs: [[Point]] = []
        for point in points {
            if let last = runs.last?.last, point.x - last.x <= gap {
                runs[runs.count - 1].append(point)
            } else {
                runs.append([point])
            }
        }
        let isSparse = Double(points.count) < width / Self.columnWidth * 2
        self.isSparse = isSparse
        parts = runs.map { run in
            isSparse ? run.map { Column(x: $0.x, [$0.y]) } : Self.columns(of: run)
        }
    }

    private static func columns(of points: [Point]) -> [Column] {
        var result: [Column] = []
        var start = points.startIndex
        while start < points.endIndex {
            let number = (points[start].x / columnWidth).rounded(.down)
            let isOutside = { (point: Point) in (point.x / columnWidth).rounded(.down) != number }
            let end = points[start...].firstIndex(where: isOutside) ?? points.endIndex
            let group = points[start..<end]
            let x = group.map(\.x).reduce(0, +) / Double(group.count)
            result.append(Column(x: x, group.map(\.y)))
            start = end
        }
        return result
    }
}
