// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Plot {
    /// The error that the finest tick stands for: about what is left of it in the end.
    private var unit: Double {
        Scale.powerOfTen(nearest: max(1e-9, client.error.rms))
    }

    private var errorScale: Scale {
        var largest = 4 * unit
        for point in trace.points {
            largest = max(largest, -point.error.lowerBound, point.error.upperBound)
            // Of what was claimed, no more than gives the error room.
            if let claim = point.claim, point.time > opening.upperBound { largest = max(largest, claim) }
        }
        let accepted = trace.exchanges.filter { $0.isAccepted && $0.time > opening.upperBound }
        for exchange in accepted { largest = max(largest, exchange.error.magnitude) }
        return Scale.errors(upTo: 1.3 * largest, unit: unit)
    }

    func drawErrors(in svg: inout SVG) {
        let panels = panels(.errors, values: errorScale)
        drawFrames(panels, title: "Error of the clock", in: &svg)
        drawColumnTitles(panels, in: &svg)
        for panel in panels {
            for claims in claims(in: panel) { panel.drawBand(claims, class: "claim", in: &svg) }
            drawMeasurements(in: panel, to: &svg)
            let errors = trace.points.map { ($0.time, $0.error.lowerBound, $0.error.upperBound) }
            panel.drawBand(panel.envelope(of: errors), class: "error", in: &svg)
        }
        drawLegend(at: panels[1], in: &svg)
    }

    private func drawColumnTitles(_ panels: [Panel], in svg: inout SVG) {
        let minutes = Format.fixed(opening.upperBound / 60, decimals: 0)
        svg.text(
            "the first \(minutes) minutes", x: panels[0].x + panels[0].width, y: panels[0].y - 9,
            class: "aside end")
    }

    /// The stretches of time in which the clock claimed anything.
    private func claims(in panel: Panel) -> [[Panel.Span]] {
        var stretches: [[Panel.Span]] = []
        var current: [Panel.Span] = []
        for point in trace.points {
            if let claim = point.claim {
                current.append((point.time, -claim, claim))
            } else if !current.isEmpty {
                stretches.append(current)
                current = []
            }
        }
        return (stretches + [current]).map(panel.envelope)
    }

    private func drawMeasurements(in panel: Panel, to svg: inout SVG) {
        let rejected = trace.exchanges.filter { !$0.isAccepted }
        panel.drawDots(rejected.map { ($0.time, $0.error) }, class: "dots rejected", in: &svg)
        for source in scenario.sourceColors.indices {
            let exchanges = trace.exchanges.filter { $0.isAccepted && $0.source == source }
            panel.drawDots(
                exchanges.map { ($0.time, $0.error) }, class: "dots source\(scenario.sourceColors[source])",
                in: &svg)
        }
    }

    private func drawLegend(at panel: Panel, in svg: inout SVG) {
        let y = panel.y - 13
        var x = panel.x + panel.width - 331 - 10 * Double(Set(scenario.sourceColors).count - 1)
        for (style, label, width) in [("error", "true error", 104.0), ("claim", "claimed bound", 130)] {
            svg.add(
                "<rect x=\"\(SVG.number(x))\" y=\"\(SVG.number(y - 4))\" width=\"16\" height=\"8\" "
                    + "class=\"\(style)\"/>")
            svg.text(label, x: x + 22, y: y + 4, class: "aside")
            x += width
        }
        for color in Set(scenario.sourceColors).sorted() {
            svg.path("M\(SVG.number(x)) \(SVG.number(y))h0", class: "dots solid source\(color)")
            x += 10
        }
        svg.text("measurements", x: x, y: y + 4, class: "aside")
    }
}

extension Scenario {
    /// The number of the color that each source of the first client is shown in.
    var sourceColors: [Int] {
        (clients.first?.sources ?? []).indices.map { $0 % 6 }
    }
}
