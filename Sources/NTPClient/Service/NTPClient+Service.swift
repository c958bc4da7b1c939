// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
public import NTPSystem

extension NTPClient {
    /// A clock that follows servers in the background, and knows how wrong it can be.
    ///
    /// Needs no privilege, and leaves the system's clock alone: what is disciplined is a software clock on top of the
    /// machine's oscillator, which nobody else can step or slew. One thread does all the work; reading the clock takes
    /// no lock, no system call, and never waits.
    ///
    /// A class, because the thread ends when the last reference to it goes.
    public final class Service: Sendable {
        private let shared: SharedState

        /// Starts to follow servers: names or numeric addresses. Three or more can outvote one that is wrong.
        ///
        /// - Throws: When the system refuses a thread or a descriptor.
        public init(_ servers: [String], options: ServiceOptions = ServiceOptions()) throws(SystemError) {
            let clock = ServiceClock()
            let shared = try SharedState(clock.firstCourse)
            self.shared = shared
            try WorkerThread.start {
                var follower = Follower(servers, options: options, clock: clock, shared: shared)
                follower.run()
            }
        }

        deinit {
            shared.stop()
        }

        /// The time, with the bound on its error.
        ///
        /// Until the first synchronisation it is the system's time, without a bound; that synchronisation may step it
        /// either way, once. From then on it never goes backwards, in whatever thread it is read.
        public var now: BoundedTime {
            shared.timeline.read()
        }

        /// For everything that takes a `Clock`.
        public var clock: Clock {
            Clock(shared: shared)
        }

        /// What is followed now.
        public var state: ServiceState {
            shared.report.state
        }

        /// Figures, as of the latest measurement.
        public var report: ServiceReport {
            shared.report
        }

        /// The state now, then each change of it, until the service ends. Any number of tasks may watch.
        public var states: AsyncStream<ServiceState> {
            shared.states()
        }

        /// Waits until the servers have been measured and agree.
        ///
        /// - Throws: `ServiceError.notSynchronized` when that takes longer than `timeout`, and `.ended` when the
        ///   service is stopped or the task cancelled.
        public func synchronized(within timeout: Duration) async throws(ServiceError) {
            let states = states
            let isSynchronized = await withTaskGroup(of: Bool?.self) { group in
                group.addTask {
                    for await state in states where state.standing == .synchronized { return true }
                    return nil
                }
                group.addTask {
                    do {
                        try await Task.sleep(for: timeout)
                        return false
                    } catch {
                        return nil
                    }
                }
                defer { group.cancelAll() }
                return await group.next() ?? nil
            }
            guard isSynchronized != true else { return }
            throw isSynchronized == nil ? .ended : .notSynchronized(problem: state.problem)
        }

        /// Ends the thread. The clock goes on with a bound that grows; `states` ends.
        public func stop() {
            shared.stop()
        }
    }
}

/// Why there is no synchronised time.
public enum ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No server has answered in time, or they don't agree.
    case notSynchronized(problem: String?)
    /// The service was stopped, or the task that waited cancelled.
    case ended

    public var description: String {
        switch self {
        case .notSynchronized(let problem):
            "not synchronised in time: \(problem ?? "the servers haven't answered yet")"
        case .ended: "the service has ended, or the task that waited was cancelled"
        }
    }
}
