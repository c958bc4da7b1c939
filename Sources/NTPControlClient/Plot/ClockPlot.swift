// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The offset of a clock and the bound on its error, over time, as an SVG image that needs no other file.
package struct ClockPlot: Sendable {
    let entries: [TrackingLog.Entry]
    let title: String
    let offsetScale: Scale
    let boundScale: Scale
    let start: Double
    let end: Double

    static let width = 960.0
    static let height = 540.0
    /// Where the panels are; between them, and around them, is room for labels.
    static let left = 76.0
    static let right = 936.0
    static let offsetPanel = (top: 92.0, bottom: 300.0)
    static let boundPanel = (top: 338.0, bottom: 462.0)
    static let sourceStrip = (top: 488.0, bottom: 498.0)

    /// Nil for a log without entries.
    ///
    /// - Parameter title: What it is the clock of.
    package init?(_ log: TrackingLog, title: String) {
        guard let first = log.entries.first, let last = log.entries.last else { return nil }
        entries = log.entries
        self.title = title
        start = first.time
        // A single entry makes a plot of a second.
        end = max(last.time, first.time + 1)
        offsetScale = .symmetric(Scale.usualLimit(entries.map(\.offset.magnitude)) * 1.15)
        boundScale = .positive(entries.map(\.errorBound))
    }

    /// The image.
    package var svg: String {
        var svg = SVG()
        let size = "width=\"\(Int(Self.width))\" height=\"\(Int(Self.height))\""
        let box = "viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\""
        svg.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) \(box) role=\"img\">")
        svg.raw("<title>\(SVG.escaped(title)): offset and error bound</title>")
        svg.raw("<style>\(Self.style)</style>")
        svg.rectangle(x: 0, y: 0, width: Self.width, height: Self.height, style: "paper")
        drawHeading(&svg)
        drawTimes(&svg)
        drawOffsets(&svg)
        drawBounds(&svg)
        drawSources(&svg)
        svg.raw("</svg>")
        return svg.text
    }

    func x(_ time: Double) -> Double {
        Self.left + (time - start) / (end - start) * (Self.right - Self.left)
    }

    func y(_ value: Double, _ scale: Scale, _ panel: (top: Double, bottom: Double)) -> Double {
        panel.bottom - scale.place(value) * (panel.bottom - panel.top)
    }

    /// Several update intervals: a line across a longer time would claim what nobody knows.
    var gap: Double {
        let intervals = zip(entries.dropFirst(), entries).map { $0.time - $1.time }.sorted()
        guard !intervals.isEmpty else { return 0 }
        return max(intervals[intervals.count / 2], intervals[intervals.count * 9 / 10]) * 6
    }

    func series(
        _ scale: Scale, _ panel: (top: Double, bottom: Double), _ value: (TrackingLog.Entry) -> Double
    ) -> Series {
        let width = Self.right - Self.left
        let points = entries.map { Point(x: x($0.time), y: y(value($0), scale, panel)) }
        return Series(points, width: width, gap: gap / (end - start) * width)
    }

    private static let style = """
        svg{font-family:system-ui,'Segoe UI',Roboto,'Helvetica Neue','DejaVu Sans',sans-serif}\
        .paper{fill:#ffffff}.title{font-size:19px;font-weight:600;fill:#0f172a}\
        .subtitle{font-size:12.5px;fill:#64748b}.panel{font-size:12.5px;font-weight:600;fill:#334155}\
        .note{font-size:11.5px;fill:#64748b}.mark{font-size:11.5px;fill:#64748b}\
        .grid{stroke:#e9eef4;stroke-width:1}.day{stroke:#cbd5e1;stroke-width:1}\
        .zero{stroke:#94a3b8;stroke-width:1}.offset{fill:none;stroke:#1d4ed8;stroke-width:1.4;\
        stroke-linejoin:round;stroke-linecap:round}.spread{fill:#1d4ed8;opacity:.13}\
        .beyond{fill:#dc2626}.bound{fill:none;stroke:#b45309;stroke-width:1.4;stroke-linejoin:round;\
        stroke-linecap:round}.under{fill:#f59e0b;opacity:.16}\
        .boundspread{fill:#b45309;opacity:.18}\
        .s0{fill:#0f766e}.s1{fill:#7c3aed}.s2{fill:#db2777}.s3{fill:#0284c7}.s4{fill:#65a30d}\
        .s5{fill:#64748b}.none{fill:#fecaca}\
        @media(prefers-color-scheme:dark){.paper{fill:#0f172a}.title{fill:#f1f5f9}\
        .panel{fill:#cbd5e1}.subtitle,.note,.mark{fill:#94a3b8}.grid{stroke:#1e293b}.day{stroke:#334155}\
        .zero{stroke:#64748b}.offset{stroke:#60a5fa}.spread{fill:#60a5fa;opacity:.18}\
        .bound{stroke:#fbbf24}.none{fill:#7f1d1d}}
        """
}
