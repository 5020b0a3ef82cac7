package io.godwit.memory.pressure;

/// What a scanner has found, in the words of Linux's `/sys/kernel/mm/ksm`.
///
/// @param passes full scans so far
/// @param pagesInPass pages that the last full scan looked at
/// @param sharedFrames frames that equal pages share (`pages_shared`)
/// @param savedFrames pages that share one and would need one of their own (`pages_sharing`), zero pages included
/// @param zeroPages pages that share the zero page
/// @param unshared pages that stayed as they were and had no equal, in the last full scan
/// @param volatilePages pages that changed too fast to be shared, in the last full scan
/// @param bookkeepingBytes of the host's own memory, that the scanner keeps for pages it knows
public record ScannerFigures(
        long passes,
        long pagesInPass,
        long sharedFrames,
        long savedFrames,
        long zeroPages,
        long unshared,
        long volatilePages,
        long bookkeepingBytes) {

    /// Of a host without one.
    public static ScannerFigures none() {
        return new ScannerFigures(0, 0, 0, 0, 0, 0, 0, 0);
    }
}
