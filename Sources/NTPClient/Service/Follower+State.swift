// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// What is told to the program.
extension Follower {
    mutating func publish() {
        var report = ServiceReport()
        let date = clock.now
        report.tracking = synchronizer.tracking
        report.servers = names.flatMap { name in
            name.servers.compactMap { server in
                synchronizer.report(for: server.id, at: date).map {
                    ServerReport(name: name.name, address: "\(server.address)", measurements: $0)
                }
            }
        }
        report.state = state
        // Readers are told by the clock itself, too.
        if shared.timeline.read().standing != report.state.standing {
            shared.timeline.follow { raw in (course(at: raw), .continuous) }
        }
        shared.publish(report)
    }

    private var state: ServiceState {
        let tracking = synchronizer.tracking
        var state = ServiceState()
        state.standing = standing
        state.server = tracking.source.map { name(of: $0) }
        state.stratum = tracking.stratum
        state.leap = tracking.leap
        state.problem = problem
        return state
    }

    mutating func note(_ event: SynchronizerEvent) {
        switch event {
        case .selected: problem = nil
        case .cannotSynchronize(.noMajority): problem = "the servers contradict each other"
        case .cannotSynchronize(.tooFewAgree): problem = "too few servers agree"
        case .cannotSynchronize(.noSources), .cannotSynchronize(.noSelectableSources):
            problem = "no server has an answer that can be used"
        case .falseticker(let id): problem = "\(name(of: id)) is contradicted by the others"
        case .kissed(let id, let code):
            problem = "\(name(of: id)) " + QueryFailure.kiss(code).description
        // The service sets no limit to changes, and corrects for no leap second.
        case .ignoredOffset, .unbearableOffset, .leapSecond: break
        }
    }

    /// As the program named it.
    func name(of id: SourceID) -> String {
        names.first { $0.servers.contains { $0.id == id } }?.name ?? "a server"
    }
}
