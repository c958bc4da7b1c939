// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A picture of a run: what the clock was off by, what it claimed and measured, and what became of its frequency.
///
/// A self-contained SVG document. The beginning is shown twice: on its own, and as part of the whole.
public struct Plot: Sendable {
    let scenario: Scenario
    let client: ClientReport
    let trace: Trace
    let caption: String

    /// Nil when the run was not traced.
    ///
    /// - Parameters:
    ///   - report: Of a run that was traced.
    ///   - scenario: What was run.
    ///   - client: Whose clock it is to show, by the index of the client.
    ///   - algorithm: What the discipline is called.
    public init?(_ report: Report, of scenario: Scenario, client: Int = 0, algorithm: String) {
        guard let trace = report.clients[client].trace else { return nil }
        self.scenario = scenario
        self.client = report.clients[client]
        self.trace = trace
        let whose = scenario.clients.count > 1 ? "client \(client), " : ""
        caption = "\(scenario.summary)  ·  \(whose)\(algorithm), seed \(report.seed)"
    }

    /// The document.
    public var svg: String {
        var svg = SVG()
        drawHeader(in: &svg)
        drawErrors(in: &svg)
        drawFrequencies(in: &svg)
        drawDelays(in: &svg)
        drawPolls(in: &svg)
        drawEvents(in: &svg)
        return svg.document(
            width: Layout.width, height: Layout.height, style: Self.style,
            title: "\(scenario.name): \(caption)")
    }

    /// Where things are, in pixels.
    enum Layout {
        static let width = 1280.0
        static let height = 900.0
        static let left = 92.0
        static let right = 1256.0
        static let openingWidth = 300.0
        static let gap = 22.0

        enum Row: Int, CaseIterable {
            case errors, frequencies, delays, polls

            var y: Double { [132.0, 500, 664, 798][rawValue] }
            var height: Double { [330.0, 126, 96, 56][rawValue] }
        }
    }

    /// The part of the run that is shown on its own.
    var opening: ClosedRange<Double> {
        0...min(1200, scenario.duration / 4)
    }

    /// The opening and the whole, side by side.
    func panels(_ row: Layout.Row, values: Scale) -> [Panel] {
        let second = Layout.left + Layout.openingWidth + Layout.gap
        let columns = [
            (Layout.left, Layout.openingWidth, Scale.times(opening, ticks: 4)),
            (second, Layout.right - second, Scale.times(0...scenario.duration, ticks: 10)),
        ]
        return columns.enumerated().map { index, column in
            Panel(
                x: column.0, y: row.y, width: column.1, height: row.height, times: column.2, values: values,
                clip: row.rawValue * 2 + index)
        }
    }

    func drawFrames(_ panels: [Panel], title: String, in svg: inout SVG) {
        for panel in panels { panel.drawFrame(in: &svg) }
        panels[0].drawValueLabels(in: &svg)
        svg.text(title, x: panels[0].x, y: panels[0].y - 9, class: "title")
    }
}
