// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension Plot {
    func drawFrequencies(in svg: inout SVG) {
        let needed = trace.points.map { (time: $0.time, value: $0.neededFrequency * 1e6) }
        let estimated = trace.points.map { (time: $0.time, value: $0.estimatedFrequency * 1e6) }
        let later = trace.points.filter { $0.time >= min(scenario.settling, scenario.duration / 2) }
        let values = needed.map(\.value) + later.map { $0.estimatedFrequency * 1e6 }
        let range = padded(values, least: 0.02)
        let scale = Scale.linear(range, ticks: 4) { Format.typeset($0, decimals: $1) }
        let panels = panels(.frequencies, values: scale)
        drawFrames(panels, title: "Frequency correction, ppm", in: &svg)
        for panel in panels {
            panel.drawCurve(thinned(needed, in: panel), class: "needed", in: &svg)
            panel.drawCurve(thinned(estimated, in: panel), class: "estimated", in: &svg)
        }
        let (x, y) = (panels[1].x + panels[1].width - 196, panels[1].y - 13)
        svg.line(from: (x, y), to: (x + 16, y), class: "estimated")
        svg.text("set", x: x + 22, y: y + 4, class: "aside")
        svg.line(from: (x + 66, y), to: (x + 82, y), class: "needed")
        svg.text("what would be right", x: x + 88, y: y + 4, class: "aside")
    }

    func drawDelays(in svg: inout SVG) {
        let delays = trace.exchanges.map(\.delay).filter { $0 > 0 }
        guard let shortest = delays.min(), let longest = delays.max() else { return }
        let panels = panels(.delays, values: Scale.delays(shortest * 0.8...longest * 1.25))
        drawFrames(panels, title: "Round trip", in: &svg)
        for panel in panels {
            for (source, color) in scenario.sourceColors.enumerated() {
                let exchanges = trace.exchanges.filter { $0.source == source }
                panel.drawDots(exchanges.map { ($0.time, $0.delay) }, class: "dots source\(color)", in: &svg)
            }
        }
    }

    func drawPolls(in svg: inout SVG) {
        let polls = trace.exchanges.map { Int($0.poll.exponent) }
        guard let shortest = polls.min(), let longest = polls.max() else { return }
        let exponents = stride(from: shortest, through: longest, by: longest - shortest > 3 ? 2 : 1)
        let ticks = exponents.map { exponent in
            let interval = PollInterval(exponent: Int8(exponent))
            return Scale.Tick(value: Double(exponent), label: Format.roundSeconds(interval.seconds))
        }
        let range = Double(shortest) - 0.6...Double(longest) + 0.6
        let scale = Scale(kind: .linear, range: range, ticks: ticks)
        let panels = panels(.polls, values: scale)
        drawFrames(panels, title: "Poll interval", in: &svg)
        for panel in panels {
            for (source, color) in scenario.sourceColors.enumerated() {
                let exchanges = trace.exchanges.filter { $0.source == source }
                panel.drawSteps(
                    exchanges.map { ($0.time, Double($0.poll.exponent)) }, class: "poll source\(color)",
                    in: &svg)
            }
            panel.drawTimeLabels(in: &svg)
        }
    }

    private func padded(_ values: [Double], least: Double) -> ClosedRange<Double> {
        guard let low = values.min(), let high = values.max() else { return 0...1 }
        let padding = max(least, high - low) * 0.15
        let missing = max(0, least - (high - low)) / 2
        return low - padding - missing...high + padding + missing
    }

    /// Two points for each pixel are enough.
    private func thinned(
        _ points: [(time: Double, value: Double)], in panel: Panel
    ) -> [(time: Double, value: Double)] {
        let visible = points.prefix { $0.time <= panel.times.range.upperBound }
        let interval = max(1, visible.count / Int(2 * panel.width))
        return stride(from: 0, to: visible.count, by: interval).map { visible[$0] }
    }
}
