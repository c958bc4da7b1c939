// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// A request that changes something.
public enum ControlAction: Hashable, Sendable {
    case perform(DaemonOperation)
    /// Starts, or stops, sending requests to the sources that the pattern fits.
    case setOnline(AddressPattern)
    case setOffline(AddressPattern)
    case burst(BurstRequest)
    case addSource(NewSource)
    case deleteSource(ControlAddress)
    case modifySource(ControlAddress, SourceSetting)
    case modifySelection(SelectionChange)
    case modifyOffset(OffsetChange)
    case changeAccess(AccessChange)
    /// Nil: the local clock doesn't stand in for a source any more.
    case setLocalReference(LocalReference?)
    case setManualMode(ManualMode)
    /// The true time, by the operator's watch.
    case setTime(NTPDate)
    case deleteManualSample(index: Int32)
    case smoothTime(SmoothTimeOperation)
    /// Makes the clock run faster by so much, in s/s.
    case adjustFrequency(Double)
    /// Makes the clock gain so many seconds.
    case adjustOffset(Double)
    /// Beyond that skew, in s/s, an update doesn't change the frequency.
    case setMaximumUpdateSkew(Double)
    /// How much better than the selected source another one must be, in seconds.
    case setReselectDistance(Double)
    /// Step offsets beyond `threshold` seconds in the next `limit` updates; in any when it is negative.
    case setStepPolicy(limit: Int32, threshold: Double)

    var command: ControlCommand {
        switch self {
        case .perform(let operation): operation.command
        case .setOnline: .online
        case .setOffline: .offline
        case .burst: .burst
        case .addSource: .addSource
        case .deleteSource: .deleteSource
        case .modifySource(_, let setting): setting.command
        case .modifySelection: .modifySelection
        case .modifyOffset: .modifyOffset
        case .changeAccess(let change): change.command
        case .setLocalReference: .local
        case .setManualMode: .manual
        case .setTime: .setTime
        case .deleteManualSample: .manualDelete
        case .smoothTime: .smoothTime
        case .adjustFrequency: .adjustFrequency
        case .adjustOffset: .adjustOffset
        case .setMaximumUpdateSkew: .modifyMaximumUpdateSkew
        case .setReselectDistance: .reselectDistance
        case .setStepPolicy: .modifyMakeStep
        }
    }
}

/// What the daemon can be told to do without further words.
public enum DaemonOperation: Hashable, Sendable, CaseIterable {
    /// Correct the whole remaining offset at once.
    case makeStep
    /// Select sources anew, without regard for the present selection.
    case reselect
    /// Resolve the names of sources again.
    case refresh
    /// Set sources online or offline by whether they have a route.
    case onOffline
    /// Forget the samples of all sources.
    case resetSources
    /// Read the source files of the configuration again.
    case reloadSources
    /// Write samples to files for the next start.
    case dump
    /// Read the keys again.
    case rekey
    /// Close and reopen the logs, after a rotation.
    case cycleLogs
    /// Set the real-time clock by the system clock.
    case trimRTC
    /// Write the real-time clock's parameters to their file.
    case writeRTC
    case shutdown

    var command: ControlCommand {
        switch self {
        case .makeStep: .makeStep
        case .reselect: .reselect
        case .refresh: .refresh
        case .onOffline: .onOffline
        case .resetSources: .resetSources
        case .reloadSources: .reloadSources
        case .dump: .dump
        case .rekey: .rekey
        case .cycleLogs: .cycleLogs
        case .trimRTC: .trimRTC
        case .writeRTC: .writeRTC
        case .shutdown: .shutdown
        }
    }

    init?(_ command: ControlCommand) {
        guard let operation = Self.allCases.first(where: { $0.command == command }) else { return nil }
        self = operation
    }
}

/// Whether `setTime` is heeded.
public enum ManualMode: Int32, Hashable, Sendable, CaseIterable {
    case off, on
    /// Forget what was entered.
    case reset
}

/// What to do with the smoothing of the served time.
public enum SmoothTimeOperation: Int32, Hashable, Sendable, CaseIterable {
    /// Serve the local clock's time at once.
    case reset
    /// Begin to smooth.
    case activate
}
