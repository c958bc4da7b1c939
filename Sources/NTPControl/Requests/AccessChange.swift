// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What an address may have access to.
public enum AccessService: Hashable, Sendable, CaseIterable {
    case ntp, command
}

/// Allows or denies a subnet a service.
public struct AccessChange: Hashable, Sendable {
    /// Which of the two.
    public enum Verdict: Hashable, Sendable, CaseIterable {
        case allow, deny
    }

    /// What becomes of the rules for parts of the subnet.
    public enum Extent: Hashable, Sendable, CaseIterable {
        /// They stay, and overrule this one.
        case whereNothingElseIsSaid
        /// They are removed: `allow all`, `deny all`.
        case everywhere
    }

    /// What is allowed or denied.
    public var service: AccessService
    /// Whether it is allowed.
    public var verdict: Verdict
    /// What becomes of the rules for parts of the subnet.
    public var extent: Extent
    /// With a length of 0, `.unspecified` is both families.
    public var address: ControlAddress
    /// Unchecked.
    public var prefixLength: Int32

    public init(
        service: AccessService, verdict: Verdict, extent: Extent, address: ControlAddress, prefixLength: Int32
    ) {
        self.service = service
        self.verdict = verdict
        self.extent = extent
        self.address = address
        self.prefixLength = prefixLength
    }

    var command: ControlCommand {
        switch (service, verdict, extent) {
        case (.ntp, .allow, .whereNothingElseIsSaid): .allow
        case (.ntp, .allow, .everywhere): .allowAll
        case (.ntp, .deny, .whereNothingElseIsSaid): .deny
        case (.ntp, .deny, .everywhere): .denyAll
        case (.command, .allow, .whereNothingElseIsSaid): .commandAllow
        case (.command, .allow, .everywhere): .commandAllowAll
        case (.command, .deny, .whereNothingElseIsSaid): .commandDeny
        case (.command, .deny, .everywhere): .commandDenyAll
        }
    }

    /// Nil for a command that changes something else.
    init?(_ command: ControlCommand, parsing body: RawSpan) {
        switch command {
        case .allow: (service, verdict, extent) = (.ntp, .allow, .whereNothingElseIsSaid)
        case .allowAll: (service, verdict, extent) = (.ntp, .allow, .everywhere)
        case .deny: (service, verdict, extent) = (.ntp, .deny, .whereNothingElseIsSaid)
        case .denyAll: (service, verdict, extent) = (.ntp, .deny, .everywhere)
        case .commandAllow: (service, verdict, extent) = (.command, .allow, .whereNothingElseIsSaid)
        case .commandAllowAll: (service, verdict, extent) = (.command, .allow, .everywhere)
        case .commandDeny: (service, verdict, extent) = (.command, .deny, .whereNothingElseIsSaid)
        case .commandDenyAll: (service, verdict, extent) = (.command, .deny, .everywhere)
        default: return nil
        }
        address = body.loadAddress(0)
        prefixLength = body.loadBigEndian(20)
    }

    func write(into writer: inout WireWriter) {
        writer.append(address)
        writer.append(prefixLength)
    }
}
