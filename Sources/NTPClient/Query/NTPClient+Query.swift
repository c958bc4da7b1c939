// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem
internal import Synchronization

extension NTPClient {
    /// Asks a server for the time, several times, and keeps the measurement that was least disturbed.
    ///
    /// Each answer is believed only if it is one to our request, comes from a server that says that it is synchronised,
    /// and has a root distance below 16 s; see RFC 5905, sections 8 and 9.2. No clock is changed. The waiting is done
    /// by a thread of its own, none of the concurrency pool's.
    ///
    /// - Parameters:
    ///   - host: A name or a numeric address.
    ///   - options: How it is asked, and how often; what is there by default suits public servers.
    /// - Throws: Why there is no measurement; `QueryFailure.cancelled` as soon as the task is cancelled.
    public static func query(
        _ host: String, options: QueryOptions = QueryOptions()
    ) async throws(QueryFailure) -> QueryMeasurement {
        let inquiry: Inquiry
        do {
            inquiry = try Inquiry()
        } catch {
            throw .system(error)
        }
        var options = options
        options.addresses = .first
        let result = await withTaskCancellationHandler {
            await inquiry.run(host, options)
        } onCancel: {
            inquiry.cancel()
        }
        guard case .success(let answer) = result else {
            if case .failure(let error) = result { throw .system(error) }
            throw .silence
        }
        if let measurement = QueryMeasurement(answer) { return measurement }
        throw inquiry.isCancelled ? .cancelled : answer.failure ?? .silence
    }
}

/// One query on a thread of its own, which another thread may end.
private final class Inquiry: Sendable {
    private let alarm: Alarm
    private let cancellation = Atomic(false)

    init() throws(SystemError) {
        alarm = try Alarm()
    }

    var isCancelled: Bool {
        cancellation.load(ordering: .relaxed)
    }

    func cancel() {
        cancellation.store(true, ordering: .relaxed)
        alarm.ring()
    }

    func run(_ host: String, _ options: QueryOptions) async -> Result<QueryResult, SystemError> {
        await withCheckedContinuation { continuation in
            do throws(SystemError) {
                try WorkerThread.start {
                    continuation.resume(returning: self.ask(host, options))
                }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
    }

    private func ask(_ host: String, _ options: QueryOptions) -> Result<QueryResult, SystemError> {
        do throws(SystemError) {
            let survey = ServerSurvey(of: [host], options: options)
            let results = try survey.run(alarm: alarm.descriptor) { isCancelled }
            return .success(results.first ?? QueryResult(name: host, address: nil))
        } catch {
            return .failure(error)
        }
    }
}
