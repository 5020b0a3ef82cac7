package io.godwit.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Span;
import io.godwit.device.FencedBlocks.KeptDisk;
import io.godwit.history.ArrayEvent;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.link.CutMode;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.NodeId;
import io.godwit.log.Bytes;
import io.godwit.log.Frame;
import io.godwit.log.LogDevice;
import io.godwit.time.Seed;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArrayNodeTest {

    private static final VmId DB = new VmId("db-1");
    private static final CopyId COPY = new CopyId("db-1.1");
    private static final VmId WEB = new VmId("web-1");

    private int forces;
    private final ArrayFleet fleet = new ArrayFleet(1, this::counting);
    private final NodeId one = fleet.startHost("h1");
    private final NodeId other = fleet.startHost("h2");

    @AfterEach
    void nothingFailed() {
        assertThat(fleet.world.failures()).isEmpty();
        fleet.close();
    }

    @Test
    void fencesWhoeverIsOlderThanTheNewestOpening() {
        fleet.startArray();
        assertThat(fleet.answer(fleet.open(one, DB, 1))).isInstanceOf(Disk.Opened.class);
        assertThat(fleet.answer(fleet.write(one, DB, 1, 1))).isInstanceOf(Disk.Written.class);
        long opening = fleet.open(other, DB, 2);
        assertThat(fleet.answer(opening))
                .isEqualTo(new Disk.Opened(opening, DB, 2, List.of(new Held("c", 1, List.of()))));
        long stale = fleet.write(one, DB, 1, 2);
        assertThat(fleet.answer(stale)).isEqualTo(new Disk.Fenced(stale, DB, 1, 2));
        long late = fleet.open(one, DB, 1);
        assertThat(fleet.answer(late)).isEqualTo(new Disk.Fenced(late, DB, 1, 2));
        assertThat(fleet.events)
                .containsExactly(
                        new ArrayEvent.Opened("a", DB, 1),
                        new ArrayEvent.WriteAccepted("a", DB, 1, "c", 1),
                        new ArrayEvent.Opened("a", DB, 2),
                        new ArrayEvent.WriteRefused("a", DB, 1, 2),
                        new ArrayEvent.OpenRefused("a", DB, 1, 2));
    }

    @Test
    void anAuditOpensNothing() {
        fleet.startArray();
        long audit = fleet.audit(other, DB);
        assertThat(fleet.answer(audit)).isEqualTo(new Disk.Audited(audit, DB, 0, List.of()));
        assertThat(fleet.events).isEmpty();
    }

    @Test
    void aDestroyedVmLosesItsContentAndKeepsItsFloorOverARestart() {
        fleet.startArray();
        fleet.answer(fleet.open(one, DB, 3));
        fleet.answer(fleet.write(one, DB, 3, 1));
        assertThat(fleet.answer(fleet.discard(other, DB, 2))).isInstanceOf(Disk.Fenced.class);
        assertThat(fleet.answer(fleet.discard(one, DB, 3))).isInstanceOf(Disk.Discarded.class);
        fleet.losePower();
        fleet.startArray();
        long audit = fleet.audit(other, DB);
        assertThat(fleet.answer(audit)).isEqualTo(new Disk.Audited(audit, DB, 3, List.of()));
    }

    @Test
    void anIdleArrayAnswersAfterItsOperationAndItsLatency() {
        fleet.startArray();
        fleet.answer(fleet.open(one, DB, 1));
        long askedNs = fleet.now();
        fleet.answer(fleet.write(one, DB, 1, 1));
        Duration there = ArrayFleet.LINK_LATENCY.multipliedBy(2);
        Duration expected = there.plus(ArrayFleet.OPERATION).plus(ArrayFleet.DISK_LATENCY);
        assertThat(fleet.now() - askedNs).isBetween(expected.toNanos(), expected.toNanos() + 1000);
    }

    @Test
    void allWhoCameWhileTheDiskWasBusyShareTheNextForce() {
        fleet.startArray();
        fleet.answer(fleet.open(one, DB, 1));
        forces = 0;
        long last = 0;
        for (int number = 1; number <= 200; number++) {
            last = fleet.write(one, DB, 1, number);
        }
        fleet.answer(last);
        assertThat(forces).isEqualTo(2);
    }

    @Test
    void aThousandWritesASecondOfTenVmsAreAnsweredAsTheyCome() {
        fleet.startArray();
        for (int vm = 0; vm < 10; vm++) {
            fleet.answer(fleet.open(one, new VmId("vm-" + vm), 1));
        }
        int before = fleet.told.size();
        for (int n = 0; n < 1000; n++) {
            VmId vm = new VmId("vm-" + n % 10);
            long number = 1L + n / 10;
            fleet.world.after(Duration.ofMillis(n), () -> fleet.write(one, vm, 1, number));
        }
        fleet.run(Duration.ofMillis(1000 + 3));
        assertThat(fleet.told.subList(before, fleet.told.size()))
                .hasSize(1000)
                .allMatch(Disk.Written.class::isInstance);
    }

    @Test
    void itsLogStaysShortAndKeepsEverything() throws IOException {
        fleet.startArray();
        fleet.answer(fleet.open(one, DB, 1));
        fleet.answer(fleet.open(one, WEB, 4));
        long limitBytes = ArrayFleet.SETTINGS.log().bytes();
        for (int number = 1; number <= 500; number++) {
            fleet.answer(fleet.write(one, DB, 1, number));
            assertThat(fleet.disk.size(ArrayLog.FILE)).isLessThan(limitBytes + 200);
        }
        fleet.losePower();
        fleet.startArray();
        long audit = fleet.audit(other, DB);
        assertThat(fleet.answer(audit))
                .isEqualTo(new Disk.Audited(audit, DB, 1, List.of(new Held("c", 500, List.of()))));
        assertThat(((Disk.Audited) fleet.answer(fleet.audit(other, WEB))).floor())
                .isEqualTo(4);
    }

    @Test
    void whatWasAskedOfADeadArrayIsAnsweredOnceItIsBack() {
        fleet.startArray();
        fleet.answer(fleet.open(one, DB, 1));
        fleet.killArray();
        long write = fleet.write(one, DB, 1, 1);
        fleet.run(Duration.ofSeconds(30));
        assertThat(fleet.find(write)).isEmpty();
        fleet.startArray();
        assertThat(fleet.answer(write)).isInstanceOf(Disk.Written.class);
    }

    @Test
    void anAnswerThatComesTwiceIsPassedOnce() {
        fleet.startArray();
        fleet.network.cut(new Way(ArrayFleet.ARRAY, one), CutMode.HOLD);
        long opening = fleet.open(one, DB, 1);
        fleet.run(Duration.ofSeconds(5));
        fleet.network.heal(new Way(ArrayFleet.ARRAY, one));
        fleet.run(Duration.ofSeconds(5));
        assertThat(fleet.told).containsExactly(new Disk.Opened(opening, DB, 1, List.of()));
    }

    @Test
    void anAnswerToAnEarlierProcessIsNotTakenForOnesOwn() {
        fleet.startArray();
        fleet.network.cut(new Way(ArrayFleet.ARRAY, one), CutMode.HOLD);
        fleet.open(one, DB, 1);
        fleet.run(Duration.ofMillis(100));
        fleet.nodes.get(one).kill();
        fleet.startHost("h1");
        long audit = fleet.audit(one, WEB);
        fleet.network.heal(new Way(ArrayFleet.ARRAY, one));
        fleet.run(Duration.ofSeconds(5));
        assertThat(fleet.told).containsExactly(new Disk.Audited(audit, WEB, 0, List.of()));
    }

    @Test
    void refusesToStartOnADamagedLogAndSaysWhere() {
        fleet.startArray();
        fleet.answer(fleet.open(one, DB, 1));
        for (int number = 1; number <= 10; number++) {
            fleet.answer(fleet.write(one, DB, 1, number));
        }
        fleet.killArray();
        fleet.disk.spoil(ArrayLog.FILE, 60);
        fleet.startArray();
        long audit = fleet.audit(one, DB);
        fleet.run(Duration.ofSeconds(30));
        assertThat(fleet.find(audit)).isEmpty();
        assertThatThrownBy(() -> ArrayLog.open(fleet.disk.open(), 1))
                .hasMessageContaining("the log array is damaged at byte")
                .hasMessageContaining("replace the disk");
    }

    @Test
    void stopsWhenItsDiskFailsAndAnswersNothingMore() {
        fleet.startArray();
        fleet.answer(fleet.open(one, DB, 1));
        fleet.disk.open();
        long write = fleet.write(one, DB, 1, 1);
        fleet.run(Duration.ofSeconds(30));
        assertThat(fleet.find(write)).isEmpty();
    }

    @Test
    void entriesAreReadAsTheyWereWritten() throws IOException {
        var random = Seed.of(5).generator();
        for (int n = 0; n < 200; n++) {
            long epoch = random.nextLong();
            List<Held> held = List.of(
                    new Held("c", random.nextLong(), List.of(new Span(3, 9), new Span(11, epoch))),
                    new Held("d", 0, List.of()));
            List<ArrayEntry> entries = List.of(
                    new ArrayEntry.FloorRaised(DB, epoch),
                    new ArrayEntry.Kept(WEB, epoch, new Disk.Numbered("ü", random.nextLong(), random.nextLong())),
                    new ArrayEntry.ContentGone(DB, epoch),
                    new ArrayEntry.Summary(
                            DB, new KeptDisk(epoch, n, Optional.of(COPY).filter(_ -> epoch > 0), held)),
                    new ArrayEntry.Rebased(DB, epoch, new Disk.Basis(n, COPY)),
                    new ArrayEntry.Froze(DB, epoch, COPY),
                    new ArrayEntry.Planted(DB, COPY, held),
                    new ArrayEntry.BatchKept(
                            DB, COPY, n, new ArrayEntry.Batch(7, Bytes.of(new byte[] {1, (byte) n, 3}))),
                    new ArrayEntry.Sealed(DB, COPY, new Disk.Seal(n, epoch, "{\"ü\": 1}")),
                    new ArrayEntry.CopyGone(WEB, COPY));
            for (ArrayEntry entry : entries) {
                assertThat(EntryCodec.entry(EntryCodec.frame(entry, n))).isEqualTo(entry);
            }
        }
    }

    @Test
    void whatWasKeptBeforeThereWereCopiesIsStillRead() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeUTF("db-1");
        out.writeLong(4);
        out.writeInt(1);
        out.writeUTF("c");
        out.writeLong(2);
        out.writeInt(2);
        out.writeLong(5);
        out.writeLong(9);
        assertThat(EntryCodec.entry(new Frame(EntryCodec.EARLY_SUMMARY, 0, Bytes.of(bytes.toByteArray()))))
                .isEqualTo(new ArrayEntry.Summary(
                        new VmId("db-1"),
                        new KeptDisk(4, 0, Optional.empty(), List.of(new Held("c", 2, Span.each(5, 9))))));
    }

    @Test
    void anArrayThatIsWrittenAnewKeepsCopiesTheirMemoriesAndWhatWasDropped() {
        var state = new ArrayState("a");
        state.decide(new ArrayWire.Open(1, DB, 1, Optional.empty()));
        state.decide(new ArrayWire.Write(2, DB, 1, new Disk.Numbered("c", 1, 7)));
        state.decide(new ArrayWire.Freeze(3, DB, 1, COPY));
        state.decide(new ArrayWire.Store(4, DB, COPY, 0, 3, Bytes.of(new byte[] {9})));
        var seal = new Disk.Seal(1, 77, "state");
        state.decide(new ArrayWire.Finish(5, DB, COPY, seal));
        var gone = new CopyId("gone");
        state.decide(new ArrayWire.Freeze(6, DB, 1, gone));
        state.decide(new ArrayWire.Drop(7, DB, gone));
        var again = new ArrayState("a");
        again.restore(state.summaries());
        assertThat(again.summaries()).isEqualTo(state.summaries());
        var basis = Optional.of(new Disk.Basis(1, COPY));
        assertThat(again.decide(new ArrayWire.Open(8, WEB, 1, basis)).answer())
                .isEqualTo(new ArrayWire.Opened(8, WEB, 1, List.of(new Held("c", 1, List.of())), Optional.of(seal)));
        assertThat(again.decide(new ArrayWire.Load(9, WEB, COPY, 0)).answer())
                .isEqualTo(new ArrayWire.Loaded(9, WEB, COPY, 0, Bytes.of(new byte[] {9})));
        assertThat(again.decide(new ArrayWire.Freeze(10, DB, 1, gone)).answer())
                .isEqualTo(new ArrayWire.Missing(10, DB, gone));
    }

    private LogDevice counting(LogDevice device) {
        return new Planted(device) {
            @Override
            public void force(String file) throws IOException {
                forces++;
                super.force(file);
            }
        };
    }
}
