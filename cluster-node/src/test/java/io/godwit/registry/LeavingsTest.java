package io.godwit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryCommand.Clear;
import io.godwit.time.Seed;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LeavingsTest {

    private static final NodeId NODE = new NodeId("n1");
    private static final HostId HOST = new HostId("h1");
    private static final VmId WEB = new VmId("web-1");
    private static final VmId CLONE = new VmId("web-9");
    private static final CopyId FIRST = new CopyId("web-1.1");
    private static final String ARRAY = "array-a";

    private RegistryState registry = new RegistryState();
    private long index = 1;

    @Test
    void aDestroyedVmLeavesItsDiskInTheEpochAfterItsLast() {
        aVmRuns(ARRAY);
        run(new RegistryCommand.DestroyVm(WEB));

        assertThat(remains()).containsExactly(new Remains(ARRAY, Optional.empty(), WEB, 2, Optional.empty()));
        run(new Clear(remains()));
        assertThat(remains()).isEmpty();
    }

    @Test
    void oneThatNeverHadAHostLeavesNothing() {
        aVmRuns(ARRAY);
        run(new RegistryCommand.CreateVm(spec(CLONE, ARRAY)));
        run(new RegistryCommand.DestroyVm(CLONE));

        assertThat(remains()).isEmpty();
    }

    @Test
    void aDeletedSnapshotIsKeptWhileACloneOrTheDiskItselfStartsFromIt() {
        aVmRuns(ARRAY);
        snapshot("before");
        run(new RegistryCommand.RestoreVm(WEB, 1, "before"));
        run(new RegistryCommand.DropSnapshot(WEB, "before"));
        assertThat(remains()).as("its disk goes back to it with its next start").isEmpty();

        run(new RegistryCommand.DestroyVm(WEB));
        assertThat(remains()).extracting(Remains::copy).containsExactly(Optional.empty(), Optional.of(FIRST));
    }

    @Test
    void aCloneKeepsItsBaseThatItsSourceHasLongForgotten() {
        aVmRuns(ARRAY);
        begin(new Copies.AsClones(List.of(spec(CLONE, ARRAY))));
        run(end(FIRST, Optional.empty()));
        run(new RegistryCommand.DestroyVm(WEB));
        assertThat(remains()).extracting(Remains::copy).containsExactly(Optional.empty());

        run(new RegistryCommand.DestroyVm(CLONE));
        assertThat(remains())
                .extracting(Remains::what)
                .containsExactly("the disk of web-1", "the disk of web-9", "copy web-1.1");
    }

    @Test
    void aCopyThatCameToNothingIsLeftAndItsLateRepeatChangesNothing() {
        aVmRuns(ARRAY);
        begin(new Copies.AsSnapshot("before", false));
        assertThat(remains()).isEmpty();
        run(end(FIRST, Optional.of("no room")));
        assertThat(remains()).extracting(Remains::copy).containsExactly(Optional.of(FIRST));
        run(new Clear(remains()));
        run(end(FIRST, Optional.empty()));
        assertThat(remains()).isEmpty();
    }

    @Test
    void anImageKeepsItsCopyAndIsNotRemovedWhileAVmIsBasedOnIt() {
        aVmRuns(ARRAY);
        snapshot("before");
        assertThat(run(new RegistryCommand.SaveImage("golden", WEB, "nothing")))
                .isEqualTo(new RegistryAnswer.Refused("web-1 has no snapshot nothing"));
        assertThat(run(new RegistryCommand.SaveImage("golden", WEB, "before"))).isEqualTo(new RegistryAnswer.Done());
        run(new RegistryCommand.DropSnapshot(WEB, "before"));
        run(new RegistryCommand.MakeVm(spec(CLONE, ARRAY), "golden"));
        assertThat(vms().getLast().copies().isBasedOn(FIRST)).isTrue();
        assertThat(run(new RegistryCommand.MakeVm(spec(new VmId("web-8"), ARRAY), "silver")))
                .isEqualTo(new RegistryAnswer.Refused("there is no saved image silver: `godwit images` lists them"));
        run(new RegistryCommand.DestroyVm(WEB));
        assertThat(run(new RegistryCommand.RemoveImage("golden")))
                .isEqualTo(new RegistryAnswer.Refused("web-9 is based on image golden: destroy it first"));
        run(new RegistryCommand.DestroyVm(CLONE));
        assertThat(remains()).extracting(Remains::what).doesNotContain("copy web-1.1");
        assertThat(run(new RegistryCommand.RemoveImage("golden"))).isEqualTo(new RegistryAnswer.Done());
        assertThat(remains()).extracting(Remains::what).contains("copy web-1.1");
        assertThat(images()).isEmpty();
    }

    @Test
    void anImageNameStandsForOneCopy() {
        aVmRuns(ARRAY);
        snapshot("before");
        run(new RegistryCommand.SaveImage("golden", WEB, "before"));
        assertThat(run(new RegistryCommand.SaveImage("golden", WEB, "before"))).isEqualTo(new RegistryAnswer.Done());
        begin(new Copies.AsSnapshot("later", false));
        run(end(new CopyId("web-1.2"), Optional.empty()));
        assertThat(run(new RegistryCommand.SaveImage("golden", WEB, "later")))
                .isEqualTo(new RegistryAnswer.Refused("there is an image golden already: choose another name"));
    }

    @Test
    void moreOfAGroupStartFromTheImageThatItsNewestWasMadeFrom() {
        aVmRuns(ARRAY);
        snapshot("before");
        run(new RegistryCommand.SaveImage("golden", WEB, "before"));
        VmId first = new VmId("job-1");
        run(new RegistryCommand.MakeVm(of("job", first), "golden"));
        run(new RegistryCommand.ScaleGroup("job", 1, 3));
        assertThat(vms().stream().filter(vm -> vm.spec().group().equals("job")))
                .hasSize(3)
                .allMatch(vm -> vm.copies().isBasedOn(FIRST));
    }

    @Test
    void whatIsOnAHostsOwnDiskGoesWithItsProcess() {
        aVmRuns(VmSpec.LOCAL_DISK);
        snapshot("before");
        run(new RegistryCommand.DropSnapshot(WEB, "before"));
        assertThat(remains())
                .containsExactly(new Remains(VmSpec.LOCAL_DISK, Optional.of(HOST), WEB, 0, Optional.of(FIRST)));
        run(new RegistryCommand.DeclareLost(NODE, 1, Evidence.PROCESS_ENDED, 1));
        assertThat(remains()).isEmpty();
    }

    @Test
    void whatAVmThatWasStoppedLeavesOnItsHostsOwnDiskIsDroppedThere() {
        aVmRuns(VmSpec.LOCAL_DISK);
        run(new RegistryCommand.SetDesired(WEB, RegistryCommand.Desired.STOPPED));
        run(new RegistryCommand.ReportStopped(WEB, 1, HOST, 1, "as asked"));
        run(new RegistryCommand.DestroyVm(WEB));
        assertThat(remains())
                .containsExactly(new Remains(VmSpec.LOCAL_DISK, Optional.of(HOST), WEB, 2, Optional.empty()));
    }

    @Test
    void onePlaceThatDoesNotAnswerHidesNoOther() {
        aVmRuns(ARRAY);
        for (int i = 0; i < Leavings.SHOWN + 5; i++) {
            destroyOneOn("array-a", i);
        }
        destroyOneOn("array-b", 99);

        assertThat(remains()).hasSize(Leavings.SHOWN + 1);
        assertThat(remains()).extracting(Remains::place).contains("array-b");
    }

    private void destroyOneOn(String disk, int number) {
        VmId vm = new VmId("job-" + number);
        run(new RegistryCommand.CreateVm(spec(vm, disk)));
        run(new RegistryCommand.Assign(vm, 0, HOST, 1));
        run(new RegistryCommand.DestroyVm(vm));
    }

    /// What is left is exactly what was referred to and is no more, less what was cleared; and a replica that starts
    /// from a snapshot of the registry leaves the same.
    @Test
    void whatIsLeftIsWhatNobodyRefersToInAnyHistory() {
        for (int seed = 0; seed < 150; seed++) {
            registry = new RegistryState();
            index = 1;
            RandomGenerator random = Seed.of(seed).generator();
            aVmRuns(ARRAY);
            Set<CopyId> ever = new TreeSet<>();
            Set<CopyId> cleared = new TreeSet<>();
            for (int step = 0; step < 120; step++) {
                run(draw(random));
                List<Remains> before = remains();
                if (random.nextInt(6) == 0) {
                    before.forEach(remains -> remains.copy().ifPresent(cleared::add));
                    run(new Clear(before));
                }
                Set<CopyId> referred = vms().stream()
                        .flatMap(vm -> vm.copies().references().stream())
                        .collect(Collectors.toCollection(TreeSet::new));
                images().forEach(image -> referred.add(image.copy()));
                ever.addAll(referred);
                Set<CopyId> left = remains().stream()
                        .flatMap(remains -> remains.copy().stream())
                        .collect(Collectors.toCollection(TreeSet::new));
                Set<CopyId> nobodys = new TreeSet<>(ever);
                nobodys.removeAll(referred);
                nobodys.removeAll(cleared);
                assertThat(left).as("seed %s step %s", seed, step).isEqualTo(nobodys);
                if (random.nextInt(20) == 0) {
                    List<RegistryImage> image = registry.image();
                    registry = RegistryState.of(image);
                    assertThat(registry.image())
                            .as("seed %s step %s", seed, step)
                            .isEqualTo(image);
                }
            }
        }
    }

    private RegistryCommand draw(RandomGenerator random) {
        List<VmRecord> all = vms();
        if (all.isEmpty()) {
            return new RegistryCommand.CreateVm(spec(new VmId("new-" + index), ARRAY));
        }
        VmRecord vm = all.get(random.nextInt(all.size()));
        VmId id = vm.id();
        if (vm.copies().job().isPresent() && random.nextInt(3) > 0) {
            Optional<String> failed = random.nextInt(3) == 0 ? Optional.of("drawn") : Optional.empty();
            return new RegistryCommand.EndCopy(
                    id, vm.epoch(), vm.copies().job().get().copy(), failed, Copies.Took.NOTHING, HOST, 1);
        }
        if (vm.owner().isEmpty()) {
            return new RegistryCommand.Assign(id, vm.epoch(), HOST, 1);
        }
        if (!vm.owner().get().running()) {
            return new RegistryCommand.ConfirmStart(id, vm.epoch(), HOST, 1);
        }
        String name = "s" + random.nextInt(3);
        String image = "i" + random.nextInt(2);
        return switch (random.nextInt(13)) {
            case 9, 10 -> new RegistryCommand.SaveImage(image, id, name);
            case 11 -> new RegistryCommand.RemoveImage(image);
            case 12 -> new RegistryCommand.MakeVm(spec(new VmId("made-" + index), ARRAY), image);
            case 0 -> new RegistryCommand.DestroyVm(id);
            case 1 -> new RegistryCommand.ReportStopped(id, vm.epoch(), HOST, 1, "drawn");
            case 2 -> new RegistryCommand.DropSnapshot(id, name);
            case 3, 4 -> new RegistryCommand.RestoreVm(id, vm.epoch(), name);
            case 5 -> new RegistryCommand.ConfirmReboot(id, vm.epoch(), HOST, 1);
            case 6 -> copy(vm, new Copies.AsClones(List.of(spec(new VmId("clone-" + index), ARRAY))));
            case 7 -> copy(vm, new Copies.AsWholes(List.of(spec(new VmId("whole-" + index), ARRAY)), true));
            default -> copy(vm, new Copies.AsSnapshot(name, random.nextBoolean()));
        };
    }

    private static RegistryCommand copy(VmRecord vm, Copies.Aim aim) {
        return new RegistryCommand.BeginCopy(vm.id(), vm.epoch(), aim);
    }

    private void aVmRuns(String disk) {
        registry.beginTerm(1, 1);
        MemorySize memory = MemorySize.ofGibibytes(8);
        var host = new HostRecord(HOST, NODE, "a", "r1", 8, memory, memory, List.of(ARRAY), Abilities.bare(), false);
        run(new RegistryCommand.JoinNode(NODE, "1", List.of(host)));
        run(new RegistryCommand.CreateVm(spec(WEB, disk)));
        run(new RegistryCommand.Assign(WEB, 0, HOST, 1));
        run(new RegistryCommand.ConfirmStart(WEB, 1, HOST, 1));
    }

    private void snapshot(String name) {
        begin(new Copies.AsSnapshot(name, false));
        run(end(FIRST, Optional.empty()));
    }

    private void begin(Copies.Aim aim) {
        run(new RegistryCommand.BeginCopy(WEB, 1, aim));
    }

    private static RegistryCommand end(CopyId copy, Optional<String> failed) {
        return new RegistryCommand.EndCopy(WEB, 1, copy, failed, Copies.Took.NOTHING, HOST, 1);
    }

    private RegistryAnswer run(RegistryCommand command) {
        index++;
        return registry.apply(index, new CommandId("test", index), command);
    }

    private List<Remains> remains() {
        return registry.view(new RegistryQuery.Everything()).remains();
    }

    private List<SavedImage> images() {
        return registry.view(new RegistryQuery.Everything()).images();
    }

    private List<VmRecord> vms() {
        return registry.view(new RegistryQuery.Everything()).vms();
    }

    private static VmSpec spec(VmId id, String disk) {
        return spec(id, id.value(), disk);
    }

    private static VmSpec of(String group, VmId id) {
        return spec(id, group, ARRAY);
    }

    private static VmSpec spec(VmId id, String group, String disk) {
        return new VmSpec(
                id,
                group,
                1,
                MemorySize.ofGibibytes(1),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                disk,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }
}
