// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension ClockPlot {
    func drawHeading(_ svg: inout SVG) {
        let span =
            "\(Timestamp.format("%Y-%m-%d %H:%M", Int64(start))) to "
            + "\(Timestamp.format("%Y-%m-%d %H:%M", Int64(end))) UTC"
        let updates = entries.count == 1 ? "one update" : "\(entries.count) updates"
        svg.label(title, x: Self.left - 52, y: 36, style: "title")
        svg.label("\(span)  ·  \(updates)", x: Self.left - 52, y: 57, style: "subtitle")
        let key =
            series(offsetScale, Self.offsetPanel, \.offset).isSparse
            ? "shaded: the standard deviation" : "lines: medians  ·  shaded: four in five updates, and all"
        svg.label(key, x: Self.right, y: 57, style: "note", anchor: "end")
    }

    /// Marks of the time across both panels, with labels below the lower one.
    func drawTimes(_ svg: inout SVG) {
        for mark in TimeAxis(from: start, to: end, count: 10).marks {
            let x = x(mark.time)
            for panel in [Self.offsetPanel, Self.boundPanel] {
                svg.line(x1: x, y1: panel.top, x2: x, y2: panel.bottom, style: mark.isDay ? "day" : "grid")
            }
            svg.label(mark.label, x: x, y: Self.boundPanel.bottom + 16, style: "mark", anchor: "middle")
        }
    }

    func drawOffsets(_ svg: inout SVG) {
        let panel = Self.offsetPanel
        drawScale(offsetScale, panel, &svg) { value in
            value == 0 ? "0" : Quantity.mark(value.magnitude) + (value > 0 ? " fast" : " slow")
        }
        let magnitudes = entries.map(\.offset.magnitude)
        drawCaption("Offset at each update", magnitudes, offsetScale, panel, &svg)
        if series(offsetScale, panel, \.offset).isSparse {
            let upper = series(offsetScale, panel) { $0.offset + $0.offsetDeviation }
            let lower = series(offsetScale, panel) { $0.offset - $0.offsetDeviation }
            for (top, bottom) in zip(upper.parts, lower.parts) {
                svg.path(SVG.area(top.map(\.point), bottom.map(\.point)), style: "spread")
            }
        }
        drawCurve(series(offsetScale, panel, \.offset), style: "offset", spread: "spread", &svg)
        drawBeyond(offsetScale, panel, \.offset, &svg)
    }

    func drawBounds(_ svg: inout SVG) {
        let panel = Self.boundPanel
        drawScale(boundScale, panel, &svg) { $0 == 0 ? "0" : Quantity.mark($0) }
        drawCaption(
            "Error bound since the update before", entries.map(\.errorBound), boundScale, panel, &svg)
        let curve = series(boundScale, panel, \.errorBound)
        for part in curve.parts {
            let floor = part.map { Point(x: $0.x, y: panel.bottom) }
            svg.path(SVG.area(part.map(\.point), floor), style: "under")
        }
        drawCurve(curve, style: "bound", spread: "boundspread", &svg)
        drawBeyond(boundScale, panel, \.errorBound, &svg)
    }

    /// A line through single points; where there are too many, through their medians, with most of them around it.
    private func drawCurve(_ curve: Series, style: String, spread: String, _ svg: inout SVG) {
        for part in curve.parts {
            if !curve.isSparse {
                let lower = part.map { Point(x: $0.x, y: $0.lower) }
                svg.path(SVG.area(part.map { Point(x: $0.x, y: $0.upper) }, lower), style: spread)
                let lowest = part.map { Point(x: $0.x, y: $0.lowest) }
                svg.path(SVG.area(part.map { Point(x: $0.x, y: $0.highest) }, lowest), style: spread)
            }
            svg.path(SVG.polyline(part.map(\.point)), style: style)
        }
    }

    /// Triangles at the edge for what is beyond the scale.
    private func drawBeyond(
        _ scale: Scale, _ panel: (top: Double, bottom: Double), _ value: (TrackingLog.Entry) -> Double,
        _ svg: inout SVG
    ) {
        for entry in entries where !scale.contains(value(entry)) {
            let (tip, base) = value(entry) > 0 ? (panel.top, 6.0) : (panel.bottom, -6.0)
            let points = [(0.0, 0.0), (-4, base), (4, base)].map { dx, dy in
                Point(x: x(entry.time) + dx, y: tip + dy)
            }
            svg.path(SVG.polyline(points) + "Z", style: "beyond")
        }
    }

    private func drawCaption(
        _ name: String, _ magnitudes: [Double], _ scale: Scale, _ panel: (top: Double, bottom: Double),
        _ svg: inout SVG
    ) {
        let sorted = magnitudes.sorted()
        let last = sorted.count - 1
        let beyond = sorted.count { !scale.contains($0) }
        let note =
            "median \(Quantity.seconds(sorted[last / 2]))  ·  95 % within \(Quantity.seconds(sorted[last * 95 / 100]))"
            + "  ·  largest \(Quantity.seconds(sorted[last]))"
            + (beyond > 0 ? " (\(beyond) beyond the scale)" : "")
        svg.label(name, x: Self.left, y: panel.top - 10, style: "panel")
        svg.label(note, x: Self.right, y: panel.top - 10, style: "note", anchor: "end")
    }

    private func drawScale(
        _ scale: Scale, _ panel: (top: Double, bottom: Double), _ svg: inout SVG, label: (Double) -> String
    ) {
        for mark in scale.marks {
            let y = y(mark, scale, panel)
            svg.line(x1: Self.left, y1: y, x2: Self.right, y2: y, style: mark == 0 ? "zero" : "grid")
            svg.label(label(mark), x: Self.left - 8, y: y + 4, style: "mark", anchor: "end")
        }
    }
}

extension Series.Column {
    /// Where the line goes through.
    fileprivate var point: Point {
        Point(x: x, y: middle)
    }
}
