// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A rectangle with a time axis and a value axis, into which curves and dots are drawn.
struct Panel {
    let x: Double
    let y: Double
    let width: Double
    let height: Double
    let times: Scale
    let values: Scale
    /// The number of the clip path that keeps the curves within.
    let clip: Int

    func point(_ time: Double, _ value: Double) -> (x: Double, y: Double) {
        (x + times.position(of: time) * width, y + (1 - values.position(of: value)) * height)
    }

    /// The background, the grid and what clips the curves.
    func drawFrame(in svg: inout SVG) {
        let box =
            "x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" "
            + "width=\"\(SVG.number(width))\" height=\"\(SVG.number(height))\""
        svg.add("<clipPath id=\"clip\(clip)\"><rect \(box)/></clipPath>")
        svg.add("<rect \(box) class=\"panel\"/>")
        for tick in values.ticks {
            let start = point(times.range.lowerBound, tick.value)
            let isZero = tick.value == 0
            svg.line(from: start, to: (x + width, start.y), class: isZero ? "zero" : "grid")
        }
        for tick in times.ticks {
            let start = point(tick.value, values.range.lowerBound)
            svg.line(from: start, to: (start.x, y), class: "grid")
        }
    }

    func drawValueLabels(in svg: inout SVG) {
        for tick in values.ticks {
            svg.text(tick.label, x: x - 8, y: point(0, tick.value).y + 3.5, class: "tick end")
        }
    }

    func drawTimeLabels(in svg: inout SVG) {
        for tick in times.ticks {
            let x = point(tick.value, values.range.lowerBound).x
            let isAtEnd = x > self.x + width - 12
            svg.text(tick.label, x: x, y: y + height + 16, class: isAtEnd ? "tick end" : "tick middle")
        }
    }

    /// A curve through what lies in the panel's time, and one point more on either side.
    func drawCurve(_ points: [(time: Double, value: Double)], class name: String, in svg: inout SVG) {
        svg.path(curve(points), class: name, clip: clip)
    }

    /// As a curve, but the value holds until the next point.
    func drawSteps(_ points: [(time: Double, value: Double)], class name: String, in svg: inout SVG) {
        var corners: [(time: Double, value: Double)] = []
        for point in points where point.value != corners.last?.value {
            if let last = corners.last { corners.append((point.time, last.value)) }
            corners.append(point)
        }
        if let last = corners.last { corners.append((times.range.upperBound, last.value)) }
        svg.path(curve(corners), class: name, clip: clip)
    }

    func drawDots(_ points: [(time: Double, value: Double)], class name: String, in svg: inout SVG) {
        let visible = points.filter { times.range.contains($0.time) && values.range.contains($0.value) }
        // Of those that would be drawn over each other, one is enough.
        var taken: Set<Int> = []
        var data = ""
        for dot in visible {
            let place = point(dot.time, dot.value)
            guard taken.insert(Int(place.x) * 10_000 + Int(place.y)).inserted else { continue }
            data += "M" + SVG.point(place) + "h0"
        }
        svg.path(data, class: name)
    }

    typealias Span = (time: Double, low: Double, high: Double)

    /// One span for each half of a pixel, which holds all that there is in it.
    func envelope(of spans: [Span]) -> [Span] {
        let interval = (times.range.upperBound - times.range.lowerBound) / (width * 2)
        var columns: [Span] = []
        var current = -1
        for span in spans where span.time <= times.range.upperBound + interval {
            let column = Int(span.time / interval)
            if column == current {
                let last = columns.count - 1
                columns[last].low = min(columns[last].low, span.low)
                columns[last].high = max(columns[last].high, span.high)
            } else {
                columns.append(span)
                current = column
            }
        }
        return columns
    }

    /// The area between two curves.
    func drawBand(_ points: [Span], class name: String, in svg: inout SVG) {
        guard !points.isEmpty else { return }
        let upper = points.map { SVG.point(point($0.time, $0.high)) }
        let lower = points.reversed().map { SVG.point(point($0.time, $0.low)) }
        svg.path("M" + (upper + lower).joined(separator: "L") + "Z", class: name, clip: clip)
    }

    private func curve(_ points: [(time: Double, value: Double)]) -> String {
        guard !points.isEmpty else { return "" }
        return "M" + points.map { SVG.point(point($0.time, $0.value)) }.joined(separator: "L")
    }
}
