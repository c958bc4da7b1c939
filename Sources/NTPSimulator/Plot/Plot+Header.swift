// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Plot {
    func drawHeader(in svg: inout SVG) {
        svg.add("<rect width=\"100%\" height=\"100%\" class=\"page\"/>")
        svg.text(scenario.name, x: Layout.left, y: 50, class: "heading")
        svg.text(caption, x: Layout.left, y: 76, class: "caption")
        let convergence = client.error.convergence.map { "\($0) s" } ?? "never"
        let figures = [
            ("RMS error", Format.seconds(client.error.rms)),
            ("largest error", Format.seconds(client.error.maximum)),
            ("claimed bound", Format.seconds(client.error.meanClaim)),
            ("within \(Format.roundSeconds(scenario.convergenceBound)) after", convergence),
        ]
        var x = Layout.right - 4 * 128 + 128
        for (label, value) in figures {
            svg.text(value, x: x, y: 50, class: "figure end")
            svg.text(label, x: x, y: 70, class: "aside end")
            x += 128
        }
    }

    /// More labels than these would be on top of each other.
    private static let labelledSteps = 6

    /// What happened at single moments, across all rows.
    func drawEvents(in svg: inout SVG) {
        var events = trace.steps.enumerated().map { index, step in
            let size = "\(step.by < 0 ? "−" : "+")\(Format.seconds(step.by.magnitude))"
            let omitted = trace.steps.count - Self.labelledSteps
            return switch index {
            case ..<Self.labelledSteps: (step.time, "stepped by \(size)")
            case Self.labelledSteps: (step.time, "\(omitted) more")
            default: (step.time, "")
            }
        }
        if scenario.settling > opening.upperBound {
            events.append((scenario.settling, "statistics from here"))
        }
        if let convergence = client.error.convergence { events.append((Double(convergence), "converged")) }
        let panels = panels(.errors, values: Scale.errors(upTo: 1, unit: 1))
        var latest = -Double.infinity
        var lift = 0.0
        for (time, label) in events.sorted(by: { $0.0 < $1.0 }) {
            // Shown where it can be seen best.
            let panel = opening.contains(time) ? panels[0] : panels[1]
            let x = panel.point(time, 0).x
            for row in Layout.Row.allCases {
                svg.line(from: (x, row.y), to: (x, row.y + row.height), class: "event")
            }
            guard !label.isEmpty else { continue }
            // One above the other where they would meet.
            lift = x - latest < 150 ? lift + 16 : 0
            latest = x
            let isNearEnd = x > panel.x + panel.width - 130
            svg.text(
                label, x: isNearEnd ? x - 5 : x + 5, y: panel.y + panel.height - 8 - lift,
                class: isNearEnd ? "aside end" : "aside")
        }
    }

    static let style = """
        text { font-family: Inter, "Helvetica Neue", Arial, sans-serif; fill: #1d2733; }
        .page { fill: #ffffff; } .panel { fill: #f8f9fb; }
        .heading { font-size: 30px; font-weight: 650; letter-spacing: -0.5px; }
        .caption { font-size: 14px; fill: #5b6878; }
        .figure { font-size: 21px; font-weight: 600; }
        .title { font-size: 13px; font-weight: 600; }
        .aside { font-size: 12px; fill: #5b6878; } .tick { font-size: 11px; fill: #5b6878; }
        .end { text-anchor: end; } .middle { text-anchor: middle; }
        .grid { stroke: #e3e7ed; stroke-width: 1; } .zero { stroke: #aab4c1; stroke-width: 1; }
        .event { stroke: #5b6878; stroke-width: 1; stroke-dasharray: 2 3; }
        .claim { fill: #3b6fb6; fill-opacity: 0.13; }
        .error { fill: #14304f; stroke: #14304f; stroke-width: 1.2; stroke-linejoin: round; }
        .dots { stroke-width: 3; stroke-linecap: round; stroke-opacity: 0.55; fill: none; }
        .solid { stroke-width: 6; stroke-opacity: 1; }
        .poll { fill: none; stroke-width: 1.6; }
        .needed { fill: none; stroke: #9aa6b5; stroke-width: 2.6; }
        .estimated { fill: none; stroke: #14304f; stroke-width: 1.3; }
        .source0 { stroke: #e2763a; } .source1 { stroke: #2f9e8f; } .source2 { stroke: #8a63c4; }
        .source3 { stroke: #d3447a; } .source4 { stroke: #b08a1e; } .source5 { stroke: #4a90d0; }
        .rejected { stroke: #9aa6b5; }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6ebf2; } .page { fill: #10161d; } .panel { fill: #161e28; }
        .caption, .aside, .tick { fill: #93a1b3; } .grid { stroke: #243040; } .zero { stroke: #4c5b6e; }
        .claim { fill: #5e93dd; fill-opacity: 0.2; } .error { fill: #cfe2ff; stroke: #cfe2ff; }
        .estimated { stroke: #cfe2ff; } .needed { stroke: #5b6b80; } .event { stroke: #93a1b3; }
        }
        """
}
