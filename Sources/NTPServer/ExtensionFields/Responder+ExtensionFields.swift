// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

extension Responder {
    /// Appends an answer to each extension field of a request that is known here, once and as long as it is there.
    ///
    /// - Parameter received: The reply's receive timestamp.
    func appendFields(
        answering datagram: RawSpan, _ layout: DatagramLayout, received: NTPTimestamp,
        into output: inout OutputRawSpan
    ) {
        var answered: ExtensionFieldOptions = []
        var offset = layout.extensionFields.lowerBound
        while let field = layout.field(at: offset, in: datagram) {
            offset = field.end
            if !answered.contains(.monotonicRoot), MonotonicRoot(field, in: datagram) != nil {
                answered.insert(.monotonicRoot)
                let dispersion = state.rootDispersion(at: received)
                monotonic.root(delay: state.rootDelay, dispersion: dispersion, received: received)
                    .serialize(into: &output)
            }
            let isCorrection =
                field.type == NetworkCorrection.fieldType && field.length == NetworkCorrection.fieldLength
            if !answered.contains(.networkCorrection), isCorrection {
                answered.insert(.networkCorrection)
                NetworkCorrection.serialize(into: &output)
            }
        }
    }
}
