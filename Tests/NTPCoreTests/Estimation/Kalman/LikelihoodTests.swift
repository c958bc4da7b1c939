// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

/// The evidence for a prior N(0, `prior`) when an offset of `innovation` was measured with some noise.
///
/// The expected values are integrals over the true offset x, by Simpson's rule with 40,000 steps in numpy: of the
/// prior's density times the noise's, and of the same with the first and second derivative of the prior's density
/// with respect to its mean. The noise within an interval was itself blurred by numerical integration.
struct EvidenceVector: Sendable {
    var innovation: Double
    var prior: Double
    /// The variance of the normal part of the noise.
    var blur: Double
    var halfWidth: Double
    var lean: Double
    var value: Double
    var first: Double
    var second: Double

    static let normal = [
        EvidenceVector(
            innovation: 0.3, prior: 1, blur: 0.5, halfWidth: 0, lean: 0,
            value: 3.1610808357e-01, first: 6.3221616714e-02, second: -1.9809439904e-01),
        EvidenceVector(
            innovation: -2, prior: 1, blur: 1, halfWidth: 0, lean: 0,
            value: 1.0377687436e-01, first: -1.0377687436e-01, second: 5.1888437178e-02),
        EvidenceVector(
            innovation: 4, prior: 0.2, blur: 2, halfWidth: 0, lean: 0,
            value: 7.0867328918e-03, first: 1.2884968894e-02, second: 2.0205973948e-02),
    ]

    static let uniform = [
        EvidenceVector(
            innovation: 0.3, prior: 1, blur: 0.25, halfWidth: 2, lean: 0,
            value: 2.2899406959e-01, first: 1.7326514243e-02, second: -5.7965602397e-02),
        EvidenceVector(
            innovation: -2.2, prior: 1, blur: 0.25, halfWidth: 2, lean: 0,
            value: 1.0723192694e-01, first: -8.7713348871e-02, second: 1.3788006596e-02),
        EvidenceVector(
            innovation: 3, prior: 0.2, blur: 0.05, halfWidth: 2.5, lean: 0,
            value: 3.1731050786e-02, first: 9.6788289808e-02, second: 1.9357657962e-01),
        EvidenceVector(
            innovation: 4, prior: 0.5, blur: 0.1, halfWidth: 1, lean: 0,
            value: 2.6877767123e-05, first: 1.4242791848e-04, second: 7.1213882347e-04),
        EvidenceVector(
            innovation: 0.5, prior: 1, blur: 0.25, halfWidth: 0.5, lean: 0,
            value: 3.1445331524e-01, first: 1.1763799130e-01, second: -1.9134946555e-01),
    ]

    /// Nine tenths of a density that grows with e^(lean d) over the interval, one tenth of an even one.
    static let leaning = [
        EvidenceVector(
            innovation: 0.3, prior: 1, blur: 0.25, halfWidth: 2, lean: 0.8,
            value: 2.3350293909e-01, first: -8.3767940231e-02, second: -5.4462116102e-02),
        EvidenceVector(
            innovation: -1.5, prior: 1, blur: 0.25, halfWidth: 2, lean: 0.8,
            value: 7.7905182784e-02, first: -6.4778126656e-02, second: 3.2467807583e-02),
        EvidenceVector(
            innovation: -1.5, prior: 1, blur: 0.25, halfWidth: 2, lean: -1.5,
            value: 3.0212473702e-01, first: -1.6956041392e-02, second: -1.9164798468e-01),
        EvidenceVector(
            innovation: 2, prior: 0.2, blur: 0.05, halfWidth: 2.5, lean: 3,
            value: 5.8937433474e-01, first: -4.0132117836e-01, second: -1.3996422602e+00),
        EvidenceVector(
            innovation: 3.2, prior: 0.2, blur: 0.05, halfWidth: 2.5, lean: -1,
            value: 2.2474673425e-03, first: 8.4496918056e-03, second: 2.4349194594e-02),
    ]
}

@Suite struct `The likelihood of an innovation` {
    /// What the approximations of the exponential function and the normal tail leave, on vectors of order one.
    private func expect(_ likelihood: Likelihood, _ vector: EvidenceVector, within tolerance: Double) {
        #expect(abs(likelihood.value - vector.value) < tolerance)
        #expect(abs(likelihood.first - vector.first) < tolerance)
        #expect(abs(likelihood.second - vector.second) < tolerance)
    }

    @Test(arguments: EvidenceVector.normal)
    func `under normal noise agrees with integration`(vector: EvidenceVector) {
        let likelihood = Likelihood.normal(
            innovation: vector.innovation, variance: vector.prior + vector.blur)
        expect(likelihood, vector, within: 1e-8)
    }

    @Test(arguments: EvidenceVector.uniform)
    func `in a blurred interval agrees with integration`(vector: EvidenceVector) {
        let likelihood = Likelihood.uniform(
            innovation: vector.innovation, variance: vector.prior + vector.blur, halfWidth: vector.halfWidth)
        expect(likelihood, vector, within: 2e-7)
    }

    @Test(arguments: EvidenceVector.leaning)
    func `in a leaning interval agrees with integration`(vector: EvidenceVector) {
        let likelihood = Likelihood.leaning(
            innovation: vector.innovation, variance: vector.prior + vector.blur, halfWidth: vector.halfWidth,
            lean: vector.lean)
        expect(likelihood, vector, within: 5e-6)
    }

    /// Expected values by the same integration; the interval is taken for normal noise of its variance here.
    @Test func `in a narrow interval is normal to a millionth`() {
        let vector = EvidenceVector(
            innovation: 0.8, prior: 1, blur: 0.25, halfWidth: 0.09, lean: 0,
            value: 2.7608750373e-01, first: 1.7631475286e-01, second: -1.0779568287e-01)
        let likelihood = Likelihood.uniform(innovation: 0.8, variance: 1.25, halfWidth: 0.09)
        expect(likelihood, vector, within: 1e-6)
    }

    @Test func `without lean is even to the last bit`() {
        let even = Likelihood.uniform(innovation: 0.7, variance: 1, halfWidth: 3)
        #expect(Likelihood.leaning(innovation: 0.7, variance: 1, halfWidth: 3, lean: 0) == even)
    }

    @Test(arguments: [-1e12, -4, 0, 4, 1e12])
    func `is finite whatever the lean`(lean: Double) {
        let likelihood = Likelihood.leaning(innovation: 30, variance: 1e-4, halfWidth: 2, lean: lean)
        #expect(likelihood.value.isFinite && likelihood.first.isFinite && likelihood.second.isFinite)
    }
}
