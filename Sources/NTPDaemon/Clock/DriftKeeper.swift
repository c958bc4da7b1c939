// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Writes the drift file now and then, and at the end.
struct DriftKeeper {
    private let file: DriftFile?
    private let interval: Double
    private var isChanged = false
    private var earliest: MonotonicInstant
    /// What was last said about a failure, so that it is said once.
    private var complaint: String?

    init(_ configuration: DriftFileConfiguration?, now: MonotonicInstant) {
        file = configuration.map { DriftFile(path: $0.path) }
        interval = configuration?.interval ?? .infinity
        earliest = now.advanced(by: interval)
    }

    /// When the file is to be written; nil while it has nothing new to hold.
    var deadline: MonotonicInstant? {
        file != nil && isChanged ? earliest : nil
    }

    func isDue(at now: MonotonicInstant) -> Bool {
        deadline.map { $0 <= now } ?? false
    }

    /// The frequency is known better than what the file holds.
    mutating func noteUpdate(now: MonotonicInstant) {
        isChanged = true
    }

    /// - Returns: What is to be said about it: a failure, once.
    mutating func save(frequency: Frequency, skew: Double, now: MonotonicInstant) -> String? {
        guard let file, isChanged else { return nil }
        earliest = now.advanced(by: interval)
        do {
            try file.write(frequency: frequency, skew: skew)
            isChanged = false
            complaint = nil
            return nil
        } catch {
            let text = "drift file not written, the old one is kept: \(error)"
            defer { complaint = text }
            return complaint == text ? nil : text
        }
    }
}
