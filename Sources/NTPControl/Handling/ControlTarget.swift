// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// What can be asked of a daemon: the seam between the protocol and whoever implements it.
///
/// Throws the status that the client is told. Features that a daemon may not have, or not have enabled, are
/// answered by the defaults below until it implements them.
public protocol ControlTarget: ~Copyable {
    /// How the local clock stands.
    func tracking() throws(ControlStatus) -> TrackingReport
    /// How many sources are being asked.
    func activity() throws(ControlStatus) -> ActivityReport
    /// What was done as a server.
    func serverStatistics() throws(ControlStatus) -> ServerStatisticsReport

    /// Of NTP sources and reference clocks together.
    var sourceCount: Int { get }
    /// - Throws: `.noSuchSource` for an index that isn't below `sourceCount`.
    func source(at index: Int) throws(ControlStatus) -> SourceReport
    /// What is estimated of the source of that index.
    func sourceStatistics(at index: Int) throws(ControlStatus) -> SourceStatisticsReport
    /// Why the source of that index is or isn't used.
    func selection(at index: Int) throws(ControlStatus) -> SelectionReport
    /// - Throws: `.noSuchSource` for an address that no NTP source has.
    func ntpData(of address: ControlAddress) throws(ControlStatus) -> NTPDataReport
    /// What the source at an address was configured as.
    func sourceName(of address: ControlAddress) throws(ControlStatus) -> SourceNameReport
    /// How the packets of the source at an address are authenticated.
    func authentication(of address: ControlAddress) throws(ControlStatus) -> AuthenticationReport

    /// Whether an address has access to a service.
    func mayUse(_ service: AccessService, _ address: ControlAddress) throws(ControlStatus) -> Bool
    /// - Throws: `.badSubnet` for a prefix that its family doesn't have.
    mutating func change(_ access: AccessChange) throws(ControlStatus)

    /// Does something that takes no argument.
    mutating func perform(_ operation: DaemonOperation) throws(ControlStatus)
    /// - Throws: `.noSuchSource` when the pattern fits none.
    mutating func setOnline(_ pattern: AddressPattern) throws(ControlStatus)
    /// Stops asking the sources that fit the pattern.
    mutating func setOffline(_ pattern: AddressPattern) throws(ControlStatus)
    /// Asks the sources that fit the pattern in quick succession.
    mutating func burst(_ burst: BurstRequest) throws(ControlStatus)
    /// - Throws: `.sourceAlreadyKnown`, `.tooManySources`, `.invalidAddressFamily`. A name that doesn't resolve
    ///   is none of these: it may do so later.
    mutating func add(_ source: NewSource) throws(ControlStatus)
    /// Removes the source at an address.
    mutating func deleteSource(_ address: ControlAddress) throws(ControlStatus)
    /// Changes one setting of the source at an address.
    mutating func modifySource(_ address: ControlAddress, _ setting: SourceSetting) throws(ControlStatus)
    /// Changes how a source is selected.
    mutating func modify(_ selection: SelectionChange) throws(ControlStatus)
    /// Changes what is added to a source's offsets.
    mutating func modify(_ offset: OffsetChange) throws(ControlStatus)

    /// - Parameter reference: Nil to turn it off.
    mutating func setLocalReference(_ reference: LocalReference?) throws(ControlStatus)
    /// - Parameter frequency: By how much the clock is to run faster, in s/s.
    mutating func adjustFrequency(by frequency: Double) throws(ControlStatus)
    /// - Parameter offset: What the clock is to gain, in seconds.
    mutating func adjustOffset(by offset: Double) throws(ControlStatus)
    /// - Parameter skew: In s/s.
    mutating func setMaximumUpdateSkew(_ skew: Double) throws(ControlStatus)
    /// - Parameter distance: In seconds.
    mutating func setReselectDistance(_ distance: Double) throws(ControlStatus)
    /// - Parameters:
    ///   - limit: For how many updates; negative for all.
    ///   - threshold: In seconds.
    mutating func setStepPolicy(limit: Int32, threshold: Double) throws(ControlStatus)

    // What a daemon may go without.

    /// Throws `.invalid` by default.
    func clockUse() throws(ControlStatus) -> ClockUse
    /// Throws `.inactive` by default: clients aren't counted.
    mutating func clients(_ query: ClientQuery) throws(ControlStatus) -> ClientListReport
    /// Throws `.notEnabled` by default.
    func smoothing() throws(ControlStatus) -> SmoothingReport
    /// Begins to smooth the served time, or ends it at once.
    mutating func smoothTime(_ operation: SmoothTimeOperation) throws(ControlStatus)
    /// Throws `.noRTC` by default.
    func rtc() throws(ControlStatus) -> RTCReport
    /// Empty by default.
    func manualSamples() throws(ControlStatus) -> ManualListReport
    /// Throws `.badSample` by default.
    mutating func deleteManualSample(at index: Int32) throws(ControlStatus)
    /// Throws `.notEnabled` by default.
    mutating func setManualMode(_ mode: ManualMode) throws(ControlStatus)
    /// Brings the clock to a time that a person has entered.
    mutating func setTime(_ date: NTPDate) throws(ControlStatus) -> ManualTimestampReport
}

extension ControlTarget where Self: ~Copyable {
    public func clockUse() throws(ControlStatus) -> ClockUse {
        throw .invalid
    }

    public mutating func clients(_ query: ClientQuery) throws(ControlStatus) -> ClientListReport {
        throw .inactive
    }

    public func smoothing() throws(ControlStatus) -> SmoothingReport {
        throw .notEnabled
    }

    public mutating func smoothTime(_ operation: SmoothTimeOperation) throws(ControlStatus) {
        throw .notEnabled
    }

    public func rtc() throws(ControlStatus) -> RTCReport {
        throw .noRTC
    }

    public func manualSamples() throws(ControlStatus) -> ManualListReport {
        ManualListReport()
    }

    public mutating func deleteManualSample(at index: Int32) throws(ControlStatus) {
        throw .badSample
    }

    public mutating func setManualMode(_ mode: ManualMode) throws(ControlStatus) {
        throw .notEnabled
    }

    public mutating func setTime(_ date: NTPDate) throws(ControlStatus) -> ManualTimestampReport {
        throw .notEnabled
    }
}
