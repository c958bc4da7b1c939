// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// The daemon after its start: one thread, one loop, everything it owns.
///
/// Wires the pure parts to the system: sockets and clock to the synchronizer, the synchronizer's tracking to the
/// server, and what happens to the logs.
struct Daemon: ~Copyable {
    /// What is in effect; what has changed in the files since the start and can't be without another start isn't.
    var configuration: Configuration
    let origin: ConfigurationOrigin
    let task: CommandLineOptions.Task
    let families: Set<AddressFamily>
    let log: Log
    /// Whether the user wants the system's clock left alone.
    let leavesClockAlone: Bool
    var clock: DaemonClock
    var synchronizer: Synchronizer<StandardAlgorithm>
    var timeServer: TimeServer
    var keys: KeyRing
    var table: SourceTable
    let referenceClocks: [OpenReferenceClock]
    var resolver: NameResolver
    var pendingAccess: PendingAccess
    var poller = Poller()
    var generator = SystemRandomNumberGenerator()

    var broadcasters: [Broadcaster]
    var control: ControlService
    /// The requests that may still be answered.
    var exchanges: [ClientExchange] = []
    /// Receives replies; they come one at a time.
    var replies = DatagramBatch(capacity: 4)
    var leapSeconds: LeapSecondKeeper
    /// What keeps the clients together; nil where they are told the truth.
    var smoother: TimeSmoothing?
    /// How the served time was last found to be corrected; what has changed since is to be smoothed.
    var smoothedTime = MonotonicTimescale()
    var smoothedFrequency = 0.0
    var smoothingRenewed = MonotonicClock.now
    /// Where the time begins by which corrections are smoothed.
    let smoothingOrigin = RealtimeClock.now
    var drift: DriftKeeper
    var sampleKeeper: SampleKeeper
    /// Nil where the temperature isn't compensated for.
    var thermometer: Thermometer?
    /// Nil where no network card stamps packets.
    var hardwareStamps: HardwareStamps?
    /// Nil where it isn't watched.
    var realTimeClock: RTCTracker?
    /// What was last said about it, so that it is said once.
    var realTimeClockComplaint: String?
    /// What was entered by hand; nil where nobody may.
    var manualInput: ManualInput?
    var files: MeasurementLogs
    /// What was last said about each source that can't be reached, so that it is said once.
    var complaints: [SourceID: String] = [:]
    /// When the server's state is made anew, for what changes with time alone.
    var stateDeadline: MonotonicInstant
    /// What clients were last told.
    var publishedStratum: UInt8 = 0
    var clockWatch = ClockWatch(.now)
    /// The latest of our own; nil while there was none.
    var latestStep: NTPDuration?
    /// When the clock is to be looked at, if nothing happens before.
    var watchDeadline = MonotonicClock.now
    /// When it was last said that somebody else has the clock run otherwise.
    var interferenceTold: MonotonicInstant?
    /// Nil while no answer is waited for.
    var watchedResolver: Int32?
    /// Nil where the configuration has no file for it.
    var bounds: BoundPublisher?
    /// Nil where the system tells nothing of its network.
    var network: NetworkWatch?
    /// When what has changed in the network is to be looked at.
    var networkDeadline: MonotonicInstant?
    /// The ports of `acquisitionport 0`, once the system has chosen them.
    var acquisitionPorts: [AddressFamily: UInt16] = [:]
    /// Whether it was said what the system refuses to the requests' sockets.
    var hasToldRefusals = false
    /// Whether a command or a signal has asked for the end.
    var isShuttingDown = false
    /// Whether that is for a failure.
    var hasFailed = false
    /// What the files of the `sourcedir` directives said when they were last read.
    var directorySources: [SourceConfiguration] = []
    /// Who was followed at the latest update, also when that source is no more.
    var followedAddress: SocketAddress?

    /// How often the server's state and the kernel's status are renewed between updates, in seconds.
    static let stateInterval = 16.0

    /// Works until a signal or the time limit ends it.
    ///
    /// - Parameter isDone: Asked after each round; true ends the loop as well.
    mutating func run(
        until limit: MonotonicInstant? = nil, isDone: (borrowing Daemon) -> Bool = { _ in false }
    ) throws(SystemError) {
        for descriptor in timeServer.descriptors + control.descriptors { poller.watch(descriptor) }
        for descriptor in [network?.descriptor, realTimeClock?.descriptor].compactMap(\.self) {
            poller.watch(descriptor)
        }
        while !isDone(self), !isShuttingDown {
            let deadline = nextDeadline(limit: limit)
            let wakeup = try poller.wait(until: deadline)
            let signals = Signals.take()
            if !signals.isDisjoint(with: .ending) {
                isShuttingDown = true
                return
            }
            watchClock(now: MonotonicClock.now)
            if signals.contains(.hangUp) { reloadConfiguration(now: MonotonicClock.now) }
            while let (descriptor, readiness) = poller.nextReady() {
                serve(descriptor, readiness)
            }
            // What is due at the deadline is due, even if the clock reads a little less: poll has rounded.
            let now = MonotonicClock.now
            let due = wakeup == .timeout ? max(now, deadline) : now
            fireTimers(now: due)
            if let limit, limit <= due { return }
        }
    }

    private func nextDeadline(limit: MonotonicInstant?) -> MonotonicInstant {
        // Not as an array of them all: that would be allocated at each batch of requests.
        var earliest = stateDeadline
        func note(_ deadline: MonotonicInstant?) {
            if let deadline { earliest = min(earliest, deadline) }
        }
        note(limit)
        if clock.isSystem { note(watchDeadline) }
        note(synchronizer.deadline)
        note(table.deadline)
        note(referenceClocks.lazy.compactMap(\.deadline).min())
        note(exchanges.lazy.map(\.deadline).min())
        note(hardwareStamps?.deadline)
        note(drift.deadline)
        note(boundDeadline)
        note(leapSeconds.deadline)
        note(smoothingDeadline)
        note(thermometer?.deadline)
        note(realTimeClock?.deadline)
        note(broadcasters.lazy.map(\.deadline).min())
        note(networkDeadline)
        note(pendingAccess.deadline)
        return earliest
    }

    private mutating func serve(_ descriptor: Int32, _ readiness: Readiness) {
        if answer(on: descriptor, readiness) {
            return
        } else if control.descriptors.contains(descriptor) {
            answerCommands(on: descriptor)
        } else if descriptor == resolver.descriptor {
            resolver.receive()
            takeResolutions()
            watchResolver()
        } else if descriptor == realTimeClock?.descriptor {
            measureRealTimeClock()
        } else if descriptor == network?.descriptor {
            noteNetworkChange(now: MonotonicClock.now)
        } else if let exchange = exchanges.first(where: { $0.socket.descriptor == descriptor }) {
            receive(exchange, readiness)
        } else if let clock = referenceClocks.first(where: { $0.device?.descriptor == descriptor }) {
            read(clock)
        }
    }

    private mutating func fireTimers(now: MonotonicInstant) {
        for exchange in exchanges where exchange.deadline <= now {
            if exchange.isWaiting { giveUpWaiting(exchange) } else { close(exchange) }
        }
        readHardwareClocks(now: now)
        sendBroadcasts(now: now)
        resolveNames(now: now)
        // Before the reference clocks, some of which keep TAI.
        if leapSeconds.isDue(at: now) { readLeapSeconds(now: now) }
        // Before the timers of the synchronizer, which close the poll intervals.
        readReferenceClocks(now: now)
        perform(synchronizer.timerFired(now: now, date: clock.now), now: now)
        if stateDeadline <= now {
            stateDeadline = now.advanced(by: Self.stateInterval)
            publishState()
            performCommand(.publish(synchronizer.clockStatus(at: clock.now)))
        }
        if drift.isDue(at: now) { saveDrift(now: now) }
        if let due = boundDeadline, due <= now { publishBound(now: now) }
        renewSmoothing(now: now)
        if let due = realTimeClock?.deadline, due <= now { watchRealTimeClock(now: now) }
        if let due = thermometer?.deadline, due <= now { compensateTemperature(now: now) }
        if let due = networkDeadline, due <= now { adaptToNetwork(now: now) }
    }

    /// - Returns: Whether the descriptor is that of a port to be served here.
    private func answer(on descriptor: Int32, _ readiness: Readiness) -> Bool {
        do {
            return try timeServer.serve(descriptor, readiness)
        } catch {
            log.debug("\(error)")
            return true
        }
    }

    /// Tells the server, and through it the clients, how good the clock is.
    mutating func publishState() {
        let tracking = synchronizer.tracking(at: clock.now)
        publishedStratum = tracking.stratum
        let state = ServerState(served(tracking), precision: clock.precision, using: &generator)
        timeServer.forEachResponder { $0.state = state }
        publishTime()
    }

    /// Tells the server what time it is. To be called whenever the clock is made to run otherwise.
    func publishTime() {
        var time = servedTime(from: RealtimeClock.now)
        if let smoother { time.smooth(by: smoother, at: smoothingTime) }
        timeServer.publish(time)
        publishHardwareClocks()
    }

    /// What is to be added to the system's clock from when it reads `stamp` on.
    func servedTime(from stamp: NTPDate) -> ServedTime {
        ServedTime(from: stamp, monotonic: synchronizer.monotonic) { stamp in
            let date = clock.date(ofStamp: stamp)
            return date.seconds(since: stamp) + synchronizer.pendingOffset(at: date)
        }
    }
}
