package io.godwit.migration;

import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.Recorder;
import io.godwit.host.Transfer;
import io.godwit.migration.precopy.Cores;
import io.godwit.migration.precopy.DiskForecast;
import io.godwit.migration.precopy.Downtime;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Round;

/// Writes down what one side of a migration does.
record Journal(Recorder recorder, Move move, Side side) {

    void entered(Phase phase) {
        recorder.record(new MigrationEvent.PhaseEntered(
                move.migration(), move.vm(), move.source(), move.target(), move.epoch(), phase, side));
    }

    /// The usual mode needs no word.
    void chose(Mode mode) {
        if (mode != Mode.PRE_COPY) {
            recorder.record(new MigrationEvent.Chosen(move.migration(), move.vm(), mode));
        }
    }

    void completed(Round round) {
        recorder.record(new MigrationEvent.RoundCompleted(
                move.migration(),
                move.vm(),
                round.number(),
                round.pages(),
                round.bytes(),
                round.durationNs(),
                round.dirtyPages(),
                round.savedBytes(),
                round.throttlePercent()));
    }

    void predicted(DiskForecast disk) {
        recorder.record(new MigrationEvent.DiskPredicted(move.migration(), move.vm(), disk.bytes(), disk.durationNs()));
    }

    void copied(DiskCopy disk) {
        recorder.record(new MigrationEvent.DiskCopied(
                move.migration(), move.vm(), disk.bytes(), disk.baseBytes(), disk.mirrored(), disk.durationNs()));
    }

    void handedOver(long digest, long inFlight) {
        recorder.record(new MigrationEvent.HandedOver(move.migration(), move.vm(), move.epoch(), digest, inFlight));
    }

    void prepared(long digest) {
        recorder.record(new MigrationEvent.Prepared(move.migration(), move.vm(), move.epoch(), digest));
    }

    void pulled(long epoch, Transfer.PullEnded end) {
        Transfer.Faults faults = end.faults();
        recorder.record(new MigrationEvent.Pulled(
                move.migration(),
                move.vm(),
                epoch,
                end.digest(),
                faults.count(),
                faults.stallNs(),
                faults.medianNs(),
                faults.p99Ns(),
                faults.longestNs()));
    }

    void predicted(Prediction prediction) {
        recorder.record(new MigrationEvent.Predicted(
                move.migration(),
                move.vm(),
                prediction.converges(),
                prediction.precopy().rounds().size() + (prediction.converges() ? 1 : 0),
                prediction.bytes(),
                prediction.durationNs(),
                prediction.downtime().parts()));
    }

    void slowed(long spanNs, long lostNs) {
        recorder.record(new MigrationEvent.Slowed(move.migration(), move.vm(), side, spanNs, Math.min(lostNs, spanNs)));
    }

    void stoodStill(long epoch, Downtime parts) {
        recorder.record(new MigrationEvent.StoodStill(move.migration(), move.vm(), epoch, parts.parts()));
    }

    void committed(long epoch) {
        recorder.record(new MigrationEvent.Committed(move.migration(), move.vm(), move.target(), epoch));
    }

    void aborted(long epoch, String why) {
        recorder.record(new MigrationEvent.Aborted(move.migration(), move.vm(), epoch, why));
    }

    /// Where no page left nothing was spent.
    void spent(Cores.Load cpu) {
        if (cpu.sourceNs() > 0) {
            recorder.record(new MigrationEvent.CpuSpent(move.migration(), move.vm(), cpu.sourceNs(), cpu.targetNs()));
        }
    }

    void finished(MigrationReport report) {
        report.help()
                .forEach(it -> recorder.record(new MigrationEvent.Helped(
                        move.migration(),
                        move.vm(),
                        it.aid(),
                        it.looked(),
                        it.pages(),
                        it.savedBytes(),
                        it.hostCpuNs(),
                        it.guestCpuNs())));
        recorder.record(new MigrationEvent.Finished(
                move.migration(),
                move.vm(),
                side,
                report.outcome(),
                report.downtime().map(Downtime::totalNs).orElse(0L),
                report.rounds().size(),
                report.bytes()));
    }
}
