// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A datagram to its layout: every part lies where it should, and what was read can be written back.

import NTPCore

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let datagram = UnsafeRawBufferPointer(start: start, count: count)
    let layout: DatagramLayout
    do throws(PacketError) {
        layout = try DatagramLayout(parsing: datagram.bytes)
    } catch {
        precondition(0...count ~= error.byteOffset, "\(error): beyond the datagram")
        return 0
    }
    _ = KissCode(layout.packet)
    _ = layout.packet.referenceID.text
    let header = written(48) { layout.packet.serialize(into: &$0) }
    precondition(header.elementsEqual(datagram[..<48]), "the header doesn't survive the trip")

    precondition(layout.extensionFields.lowerBound == 48, "the fields don't follow the header")
    precondition(layout.extensionFields.isEmpty || layout.packet.version == 4, "fields need version 4")
    let end = layout.authenticator?.upperBound ?? layout.extensionFields.upperBound
    precondition(end == count, "bytes are left over")
    precondition(layout.authenticator.map { $0.lowerBound == layout.extensionFields.upperBound } ?? true)
    var cursor = layout.extensionFields.lowerBound
    while let field = layout.field(at: cursor, in: datagram.bytes) {
        check(field, in: datagram)
        cursor = field.end
    }
    precondition(cursor == layout.extensionFields.upperBound, "the fields don't fill their part")
    return 0
}

private func check(_ field: ExtensionField, in datagram: UnsafeRawBufferPointer) {
    precondition(field.length >= 16 && field.length.isMultiple(of: 4), "no valid length: \(field.length)")
    let body = UnsafeRawBufferPointer(rebasing: datagram[field.body])
    let bytes = written(field.length) { output in
        ExtensionField.serialize(type: field.type, body: body.bytes, into: &output)
    }
    let original = datagram[field.offset..<field.end]
    precondition(bytes.elementsEqual(original), "the field doesn't survive the trip")
}

private func written(_ capacity: Int, _ write: (inout OutputRawSpan) -> Void) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let bytes = UnsafeMutableRawBufferPointer(buffer)
        var output = OutputRawSpan(buffer: bytes, initializedCount: 0)
        write(&output)
        count = output.finalize(for: bytes)
    }
}
