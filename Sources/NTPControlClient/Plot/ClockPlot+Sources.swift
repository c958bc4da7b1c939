// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension ClockPlot {
    /// More sources than that share the last colour.
    private static let colours = 6

    /// A strip that shows which source was followed when, and which colour is which.
    func drawSources(_ svg: inout SVG) {
        let names = namesByUse
        let gap = gap
        var index = 0
        while index < entries.count {
            // A run of updates by the same source is one rectangle.
            let entry = entries[index]
            var next = index + 1
            while next < entries.count, isSameRun(entries[next - 1], entries[next], gap) { next += 1 }
            // It lasts until the next one, unless that comes too late for that to be known.
            let follower = next < entries.count ? entries[next].time : end
            let endOfRun = follower - entries[next - 1].time > gap ? entries[next - 1].time : follower
            index = next
            let colour = min(names.firstIndex(of: entry.source) ?? 0, Self.colours - 1)
            svg.rectangle(
                x: x(entry.time), y: Self.sourceStrip.top, width: max(1, x(endOfRun) - x(entry.time)),
                height: Self.sourceStrip.bottom - Self.sourceStrip.top,
                style: entry.isSynchronized ? "s\(colour)" : "none",
                title: entry.isSynchronized ? entry.source : "not synchronised")
        }
        drawLegend(names, &svg)
    }

    private func drawLegend(_ names: [String], _ svg: inout SVG) {
        var x = Self.left
        let y = Self.sourceStrip.bottom + 20
        svg.label("Source", x: Self.left - 8, y: Self.sourceStrip.bottom, style: "mark", anchor: "end")
        for (index, name) in names.enumerated() {
            let isLast = index == Self.colours - 1 && names.count > Self.colours
            let label = isLast ? "\(names.count - index) others" : name
            svg.rectangle(x: x, y: y - 8, width: 8, height: 8, style: "s\(index)")
            svg.label(label, x: x + 13, y: y, style: "mark")
            // About what the letters of a system's font take.
            x += 13 + Double(label.count) * 6.6 + 18
            if isLast { return }
        }
        guard entries.contains(where: { !$0.isSynchronized }) else { return }
        svg.rectangle(x: x, y: y - 8, width: 8, height: 8, style: "none")
        svg.label("not synchronised", x: x + 13, y: y, style: "mark")
    }

    /// The sources, the most used first.
    private var namesByUse: [String] {
        var counts: [String: Int] = [:]
        for entry in entries where entry.isSynchronized { counts[entry.source, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    private func isSameRun(_ a: TrackingLog.Entry, _ b: TrackingLog.Entry, _ gap: Double) -> Bool {
        a.isSynchronized == b.isSynchronized && (!a.isSynchronized || a.source == b.source)
            && b.time - a.time <= gap
    }
}
