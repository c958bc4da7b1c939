// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// The start of the daemon, in the order that keeps it safe: what needs privileges first, then none are left, and
/// only then is the first packet read.
struct Startup {
    let options: CommandLineOptions
    let configuration: Configuration
    /// What was read to get it.
    let origin: ConfigurationOrigin
    let log: Log
    /// What a service manager has bound for us.
    var inherited = InheritedSockets()

    /// Opens, drops and builds everything; nothing has been read from the network when it returns.
    func makeDaemon() throws(StartupError) -> Daemon {
        becomeUrgent()
        let hardwareStamps = openHardwareStamps()
        let ports = try openPorts(stampedBy: hardwareStamps?.converter)
        let broadcasters = options.task == .follow ? Broadcaster.all(configuration) : []
        let controlPorts = openControlPorts()
        closeUnusedSockets()
        let hasControlFolder = try prepareControlFolder()
        let referenceClocks = try openReferenceClocks()
        let thermometer = try makeThermometer()
        let realTimeClock = openRealTimeClock()
        var clock = try takeClock()
        setClock(&clock, from: realTimeClock)
        let drift = readDrift()
        // While everything can be read: the file may be root's alone.
        let keys = readKeys()
        let bounds = openBoundFile()
        try dropPrivileges(keepingClock: clock != nil)
        // As the user who is to own it; the folder is ready for that.
        let controlSocket = hasControlFolder ? openControlSocket() : nil
        try confine(keepingClock: clock != nil)

        let now = MonotonicClock.now
        let hasSystemClock = clock != nil
        let daemonClock = DaemonClock(clock, precision: configuration.clock.precision)
        var synchronizer = Synchronizer(
            algorithm: configuration.algorithm,
            options: configuration.synchronizer(
                precision: daemonClock.precision, drift: drift, task: options.task,
                isRestart: options.isRestart, hasSystemClock: hasSystemClock),
            frequency: daemonClock.frequency, date: daemonClock.now)
        synchronizer.authenticator = keys
        let sampleKeeper = makeSampleKeeper(daemonClock, synchronizer)
        let timeServer = try makeTimeServer(
            ports, tracking: synchronizer.tracking(at: daemonClock.now), precision: daemonClock.precision,
            keys: keys)
        return Daemon(
            configuration: configuration, origin: origin, task: options.task, families: families, log: log,
            leavesClockAlone: options.leavesClockAlone || options.task == .measureOnce, clock: daemonClock,
            synchronizer: synchronizer,
            timeServer: timeServer, keys: keys,
            table: SourceTable(
                sourcesAtStart, refreshInterval: Double(configuration.client.refreshInterval), now: now
            ),
            referenceClocks: referenceClocks,
            resolver: NameResolver(families: families),
            pendingAccess: PendingAccess(configuration, now: now),
            broadcasters: broadcasters,
            control: ControlService(configuration.command, ports: controlPorts, socket: controlSocket),
            leapSeconds: LeapSecondKeeper(configuration.leapSeconds, now: now),
            smoother: configuration.server.smoothing.map { TimeSmoothing($0.options) },
            drift: DriftKeeper(configuration.clock.driftFile, now: now),
            sampleKeeper: sampleKeeper,
            thermometer: thermometer, hardwareStamps: hardwareStamps,
            realTimeClock: trackRealTimeClock(realTimeClock, now: now),
            manualInput: configuration.client.isManual ? ManualInput() : nil,
            files: MeasurementLogs(configuration.logging, log: log), stateDeadline: now, bounds: bounds,
            network: options.task == .follow ? try? NetworkWatch() : nil)
    }

    /// What answers requests, with its threads if it is to have some.
    private func makeTimeServer(
        _ ports: [[ServerSocket]], tracking: Tracking, precision: Int8, keys: KeyRing
    ) throws(StartupError) -> TimeServer {
        var generator = SystemRandomNumberGenerator()
        let state = ServerState(tracking, precision: precision, using: &generator)
        var timeServer = TimeServer(configuration.server, state: state, using: &generator)
        timeServer.forEachResponder { $0.authenticator = keys }
        do {
            try timeServer.open(ports)
        } catch {
            throw .port([error])
        }
        return timeServer
    }

    private func makeSampleKeeper(
        _ clock: borrowing DaemonClock, _ synchronizer: Synchronizer<StandardAlgorithm>
    ) -> SampleKeeper {
        if options.reloadsSamples, configuration.process.dumpDirectory == nil {
            log.warning("-r has no effect without 'dumpdir'")
        }
        let (start, startTime) = ClockMoment.now(clock, synchronizer)
        return SampleKeeper(
            configuration.process.dumpDirectory, reloads: options.reloadsSamples, start: start,
            startTime: startTime)
    }

    /// None yet when others are to correct the clock first.
    private var sourcesAtStart: [SourceConfiguration] {
        let isCorrected =
            options.task == .follow && !options.isRestart && configuration.client.initialCorrection != nil
        return isCorrected ? [] : configuration.sources
    }

    var families: Set<AddressFamily> {
        options.addressFamily.map { [$0] } ?? Set(AddressFamily.allCases)
    }

    /// The server's ports, where there is anybody to be served or told.
    private func openPorts(stampedBy converter: StampConverter?) throws(StartupError) -> [[ServerSocket]] {
        let server = configuration.server
        guard options.task == .follow, server.port != 0,
            server.allowsAnybody || !server.broadcasts.isEmpty
        else { return [] }
        if server.refusesClientLog, server.rateLimit != nil {
            log.warning("'ratelimit' has no effect with 'noclientlog'")
        }
        // They can't be divided among threads any more.
        if server.threads > 1 { closeUnusedSockets() }
        return try ServerSocket.open(
            configuration, families: families, orFrom: inherited, stampedBy: converter, log: log)
    }

    private func closeUnusedSockets() {
        let addresses = inherited.addresses
        guard !addresses.isEmpty else { return }
        log.warning(
            "Sockets that were handed over have no use here, and are closed: "
                + addresses.map(\.description).joined(separator: ", "))
        inherited.closeRest()
    }
}

/// Why the daemon can't start.
enum StartupError: Error, CustomStringConvertible {
    case clock(SystemError)
    case port([SystemError])
    case privileges(String)
    case processFile(String)
    case referenceClock(String)

    var description: String {
        switch self {
        case .clock(let error): "the system clock can't be controlled: \(error); grant CAP_SYS_TIME"
        case .port(let errors): errors.map(\.description).joined(separator: "; ")
        case .privileges(let text), .processFile(let text): text
        case .referenceClock(let text): "reference clocks: \(text)"
        }
    }
}
