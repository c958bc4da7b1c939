// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The discipline of one of the algorithms of this library.
public enum StandardDiscipline: ClockDiscipline {
    case kalman(FeedForwardDiscipline)
    case regression(RegressionDiscipline)
    case pll(PhaseLockedDiscipline)

    public mutating func update(with estimate: CombinedEstimate, clock: ClockState) -> Correction {
        switch self {
        case .kalman(var discipline):
            defer { self = .kalman(discipline) }
            return discipline.update(with: estimate, clock: clock)
        case .regression(var discipline):
            defer { self = .regression(discipline) }
            return discipline.update(with: estimate, clock: clock)
        case .pll(var discipline):
            defer { self = .pll(discipline) }
            return discipline.update(with: estimate, clock: clock)
        }
    }

    public var frequency: Frequency {
        switch self {
        case .kalman(let discipline): discipline.frequency
        case .regression(let discipline): discipline.frequency
        case .pll(let discipline): discipline.frequency
        }
    }

    public var skew: Double {
        switch self {
        case .kalman(let discipline): discipline.skew
        case .regression(let discipline): discipline.skew
        case .pll(let discipline): discipline.skew
        }
    }
}
