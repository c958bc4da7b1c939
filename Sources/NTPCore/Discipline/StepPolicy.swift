// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// When an offset is stepped away instead of slewed: the `makestep` directive.
public struct StepPolicy: Hashable, Sendable {
    /// How often the clock may be stepped.
    public enum Limit: Hashable, Sendable {
        /// In that many updates from the start on.
        case updates(Int)
        case always
    }

    /// Offsets beyond this are stepped, in seconds.
    public var threshold: Double
    /// How often, or how long, steps are allowed.
    public var limit: Limit

    public init(threshold: Double, limit: Limit) {
        self.threshold = threshold
        self.limit = limit
    }

    /// Whether this update's offset is to be stepped. To be asked once for each update: it uses up the limit.
    mutating func decide(offset: Double) -> Bool {
        switch limit {
        case .always: break
        case .updates(0): return false
        case .updates(let left): limit = .updates(left - 1)
        }
        return offset.magnitude > threshold
    }
}
