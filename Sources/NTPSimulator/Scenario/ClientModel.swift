// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// A machine that runs a synchronizer, and answers the requests of others that follow it.
public struct ClientModel: Sendable {
    /// The clock's error at the start, in seconds; positive: it is ahead.
    public var offset = 0.1
    /// What its clock runs by.
    public var oscillator = OscillatorModel(frequency: 100e-6)
    /// How its clock may be corrected.
    public var options = SynchronizerOptions()
    /// Whom it asks.
    public var sources: [SourceModel]
    /// What befalls it.
    public var incidents: [Incident] = []

    /// What befalls the machine. Times in seconds from the start.
    public struct Incident: Hashable, Sendable {
        /// When, in seconds of true time since the start.
        public var at: Double
        /// What happens.
        public var kind: Kind

        /// What can happen to a machine.
        public enum Kind: Hashable, Sendable {
            /// Somebody else moves the clock; positive: forward.
            case step(by: Double)
            /// The machine sleeps; the clock that it reads the time from on waking up is off by `error`.
            case suspension(duration: Double, error: Double)
        }

        public init(at: Double, _ kind: Kind) {
            self.at = at
            self.kind = kind
        }
    }

    public init(sources: [SourceModel]) {
        self.sources = sources
    }
}

/// Somebody whom a machine asks for the time.
public struct SourceModel: Sendable {
    /// Whom a source is.
    public enum Peer: Hashable, Sendable {
        case server(ServerModel)
        /// Another of the scenario's clients, by its index.
        case client(Int)
    }

    /// A server, or another client.
    public var peer: Peer
    /// The network on the way there and back.
    public var path: PathModel
    /// How it is asked.
    public var association = AssociationOptions()
    /// How its samples are weighed.
    public var estimator = EstimatorOptions()

    /// Whether it is never wrong by its own fault. Another client can be misled itself.
    var isAlwaysHonest: Bool {
        guard case .server(let server) = peer else { return false }
        return server.offset == 0 && server.frequency == 0 && server.jumps.isEmpty
    }

    public init(_ peer: Peer, path: PathModel) {
        self.peer = peer
        self.path = path
    }
}
