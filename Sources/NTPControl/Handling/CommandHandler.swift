// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Answers control datagrams: from bytes to bytes.
public struct CommandHandler: Hashable, Sendable {
    /// Who may send commands, and how often.
    public var gate: CommandGate

    public init(gate: CommandGate = CommandGate()) {
        self.gate = gate
    }

    /// The reply to a datagram; nil where none is due. Never longer than the datagram.
    ///
    /// Takes any bytes whatever: the one function for tests with hostile input.
    public func reply<Target: ControlTarget & ~Copyable>(
        to datagram: RawSpan, over transport: ControlTransport, from target: inout Target
    ) -> [UInt8]? {
        guard let header = RequestHeader(parsing: datagram) else { return nil }
        return reply(to: header, of: datagram, over: transport, from: &target)
    }

    /// The same for a datagram whose header has been read, by whoever counts and limits requests.
    public func reply<Target: ControlTarget & ~Copyable>(
        to header: RequestHeader, of datagram: RawSpan, over transport: ControlTransport,
        from target: inout Target
    ) -> [UInt8]? {
        switch gate.admit(header, of: datagram, over: transport) {
        case .drop: nil
        case .reply(let status): ControlReply.status(status).datagram(to: header)
        case .handle(let request): target.reply(to: request).datagram(to: header)
        }
    }
}

extension ControlTarget where Self: ~Copyable {
    /// Has a request carried out.
    public mutating func reply(to request: ControlRequest) -> ControlReply {
        do {
            switch request {
            case .query(let query): return try answer(query)
            case .action(let action): return try perform(action)
            }
        } catch {
            return .status(error)
        }
    }

    private mutating func answer(_ query: ControlQuery) throws(ControlStatus) -> ControlReply {
        switch query {
        case .tracking: .tracking(try tracking())
        case .clockUse: .clockUse(try clockUse())
        case .sourceCount: .sourceCount(SourceCountReport(count: UInt32(clamping: sourceCount)))
        case .source(let index): .source(try source(at: try position(index)))
        case .sourceStatistics(let index): .sourceStatistics(try sourceStatistics(at: try position(index)))
        case .selection(let index): .selection(try selection(at: try position(index)))
        case .ntpData(let address): .ntpData(try ntpData(of: address))
        case .sourceName(let address): .sourceName(try sourceName(of: address))
        case .authentication(let address): .authentication(try authentication(of: address))
        case .activity: .activity(try activity())
        case .serverStatistics: .serverStatistics(try serverStatistics())
        case .clients(let query): .clients(try clients(query))
        case .smoothing: .smoothing(try smoothing())
        case .rtc: .rtc(try rtc())
        case .manualList: .manualList(try manualSamples())
        case .access(let service, let address):
            .status(try mayUse(service, address) ? .accessAllowed : .accessDenied)
        }
    }

    /// Proves an index that came from outside, so that no implementation need do it again.
    private func position(_ index: UInt32) throws(ControlStatus) -> Int {
        guard index < sourceCount else { throw .noSuchSource }
        return Int(index)
    }

    private mutating func perform(_ action: ControlAction) throws(ControlStatus) -> ControlReply {
        switch action {
        case .perform(let operation): try perform(operation)
        case .setOnline(let pattern): try setOnline(pattern)
        case .setOffline(let pattern): try setOffline(pattern)
        case .burst(let request): try burst(request)
        case .addSource(let source): try add(source)
        case .deleteSource(let address): try deleteSource(address)
        case .modifySource(let address, let setting): try modifySource(address, setting)
        case .modifySelection(let change): try modify(change)
        case .modifyOffset(let change): try modify(change)
        case .changeAccess(let access): try change(access)
        case .setLocalReference(let reference): try setLocalReference(reference)
        case .setManualMode(let mode): try setManualMode(mode)
        case .setTime(let date): return .manualTimestamp(try setTime(date))
        case .deleteManualSample(let index): try deleteManualSample(at: index)
        case .smoothTime(let operation): try smoothTime(operation)
        case .adjustFrequency(let frequency): try adjustFrequency(by: frequency)
        case .adjustOffset(let offset): try adjustOffset(by: offset)
        case .setMaximumUpdateSkew(let skew): try setMaximumUpdateSkew(skew)
        case .setReselectDistance(let distance): try setReselectDistance(distance)
        case .setStepPolicy(let limit, let threshold): try setStepPolicy(limit: limit, threshold: threshold)
        }
        return .status(.success)
    }
}
