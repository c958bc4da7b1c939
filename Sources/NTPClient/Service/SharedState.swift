// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem
internal import Synchronization

/// What the thread of a service and the tasks that use it have in common.
///
/// A class, because both hold on to it for as long as they need it.
final class SharedState: Sendable {
    private struct Watchers {
        var report = ServiceReport()
        var continuations: [Int: AsyncStream<ServiceState>.Continuation] = [:]
        var nextNumber = 0
        var isOver = false
    }

    let timeline: Timeline
    let alarm: Alarm
    private let isEnding = Atomic(false)
    private let watchers = Mutex(Watchers())

    init(_ course: Timeline.Course) throws(SystemError) {
        timeline = Timeline(course)
        alarm = try Alarm()
    }

    var report: ServiceReport {
        watchers.withLock { $0.report }
    }

    /// Whether the thread is to end.
    var isStopped: Bool {
        isEnding.load(ordering: .relaxed)
    }

    func stop() {
        isEnding.store(true, ordering: .relaxed)
        alarm.ring()
    }

    /// The state now, and each that follows; ends with the service.
    func states() -> AsyncStream<ServiceState> {
        // A slow reader misses what is over, never what is now.
        let (stream, continuation) = AsyncStream.makeStream(
            of: ServiceState.self, bufferingPolicy: .bufferingNewest(16))
        let number = watchers.withLock { watchers -> Int? in
            continuation.yield(watchers.report.state)
            guard !watchers.isOver else { return nil }
            watchers.nextNumber += 1
            watchers.continuations[watchers.nextNumber] = continuation
            return watchers.nextNumber
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.watchers.withLock { $0.continuations[number] = nil }
        }
        return stream
    }

    /// By the thread: there is something new.
    func publish(_ report: ServiceReport) {
        watchers.withLock { watchers in
            let isNew = watchers.report.state != report.state
            watchers.report = report
            guard isNew else { return }
            for continuation in watchers.continuations.values { continuation.yield(report.state) }
        }
    }

    /// By the thread: it ends.
    func finish() {
        let continuations = watchers.withLock { watchers in
            watchers.isOver = true
            defer { watchers.continuations = [:] }
            return watchers.continuations
        }
        // Not under the lock, which the handlers of their ends take.
        for continuation in continuations.values { continuation.finish() }
    }
}
