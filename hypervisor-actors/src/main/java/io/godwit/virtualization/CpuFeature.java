package io.godwit.virtualization;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// What a processor of the x86-64 family may have or not, as far as guests or hypervisors ask for it when they start. A
/// guest that found a feature uses it, and can't go on where it is missing.
public enum CpuFeature {
    SSE3,
    SSSE3,
    SSE4_1,
    SSE4_2,
    POPCNT,
    AES,
    AVX,
    AVX2,
    BMI2,
    F16C,
    FMA,
    MOVBE,
    AVX512F,
    AVX512BW,
    AVX512_VNNI,
    /// Entries of page tables that map 1 GiB: the hypervisor's own business, which a guest is not told of.
    PDPE1GB;

    /// All: what processors of a file have that says nothing.
    public static List<CpuFeature> all() {
        return List.of(values());
    }

    /// Those of the first that the second has not.
    public static List<CpuFeature> missing(Collection<CpuFeature> wanted, Collection<CpuFeature> there) {
        return wanted.stream().filter(feature -> !there.contains(feature)).toList();
    }

    /// What guests of a fleet are shown at most, so that they can go on at any host that has it: Enhanced vMotion
    /// Compatibility of vSphere, a CPU model of libvirt. The levels are those of the x86-64 psABI.
    public enum Baseline {
        /// Whatever their host has.
        NONE(),
        X86_64_V2(SSE3, SSSE3, SSE4_1, SSE4_2, POPCNT),
        X86_64_V3(SSE3, SSSE3, SSE4_1, SSE4_2, POPCNT, AVX, AVX2, BMI2, F16C, FMA, MOVBE),
        X86_64_V4(SSE3, SSSE3, SSE4_1, SSE4_2, POPCNT, AVX, AVX2, BMI2, F16C, FMA, MOVBE, AVX512F, AVX512BW);

        private final List<CpuFeature> features;

        Baseline(CpuFeature... features) {
            this.features = Arrays.asList(features);
        }

        /// What of these a guest is shown.
        List<CpuFeature> of(List<CpuFeature> host) {
            return this == NONE
                    ? host
                    : host.stream()
                            .filter(feature -> feature == PDPE1GB || features.contains(feature))
                            .toList();
        }
    }
}
