package io.godwit.drill.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.host.HostTuning;
import io.godwit.identity.VmId;
import io.godwit.memory.MappingSize;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryKeysTest {

    private static final String WEB = "count: 3, memory: 1GiB";

    private static VmSpec vm(String text, String name) {
        return Fixture.resolve(text).fleet().vms().stream()
                .filter(vm -> vm.id().equals(new VmId(name)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsTheStandingForMemoryAndWhatGuestsLeaveInTheirPages() {
        String text = Fixture.with(WEB, WEB + ", memory-policy: {shares: 2000, reservation: 256MiB, minimum: 512MiB}")
                .replace(
                        "working-set: 1GiB",
                        "working-set: 1GiB, zero: 10%, common: 30%, files: 64MiB, reads: 500/s, file-set: releases");
        assertThat(vm(text, "web-2").platform().memory())
                .isEqualTo(new MemoryPolicy(
                        2_000,
                        MemorySize.ofMebibytes(256),
                        Optional.empty(),
                        Optional.of(MemorySize.ofMebibytes(512)),
                        Optional.empty()));
        MemorySpec memory = vm(text, "db-1").workload().memory().orElseThrow();
        assertThat(memory.contents()).isEqualTo(new WriteContents(100, 300));
        assertThat(memory.cache())
                .contains(new FileCache(MemorySize.ofMebibytes(64), EventRate.perSecond(500), "releases"));
    }

    @Test
    void readsWhatAllHostsHaveInPlaceOfTheirFiles() {
        String tolerate = "tolerate: {host-failures: 1}";
        assertThat(Fixture.resolve(Fixture.VALID).fleet().topology().tuning()).isEqualTo(HostTuning.NONE);
        HostTuning tuning = Fixture.resolve(Fixture.with(
                        tolerate,
                        tolerate
                                + "\n  mapping: 2MiB\n  virtual-switch: {ageing: 1m, addresses: 64, flood-limit: 5/s}"))
                .fleet()
                .topology()
                .tuning();
        assertThat(tuning.mapping()).contains(MappingSize.LARGE);
        assertThat(tuning.virtualSwitch().ageing()).contains(Duration.ofMinutes(1));
        assertThat(tuning.virtualSwitch().addresses()).contains(64);
        assertThat(tuning.virtualSwitch().burst()).isEmpty();
    }

    @Test
    void readsHowMemoryIsMappedAndRefusesWhatNoHostCanMapSo() {
        assertThat(vm(Fixture.with(WEB, WEB + ", mapping: 2MiB"), "web-1")
                        .platform()
                        .memory()
                        .mapping())
                .contains(MappingSize.LARGE);
        assertThat(problem(Fixture.with(WEB, WEB + ", mapping: 4MiB")))
                .contains("vms.web.mapping: '4MiB' is no mapping: write one of 4KiB, 2MiB, 1GiB");
        assertThat(problem(Fixture.with(WEB, "count: 3, memory: 512MiB, mapping: 1GiB")))
                .contains("a mapping of 1GiB is 512MiB more than the memory of 512MiB: write at most that");
        assertThat(problem(Fixture.with(WEB, WEB + ", kind: container, mapping: 2MiB")))
                .contains("a mapping of 2MiB is for kind full, as guests of kind container map their memory themselves:"
                        + " remove it");
    }

    @Test
    void readsAnotherStandingAndWhatItIsToWaitFor() {
        String text = Fixture.with(WEB, WEB);
        int steps = text.indexOf("timeline:\n") + "timeline:\n".length();
        String step = "  - {id: short, when: host a-r1-1 under pressure, do: memory, target: any vm, KEYS}\n";
        String overcommitted = (text.substring(0, steps) + step + text.substring(steps))
                .replace("  links:", "  memory: {overcommit: 2}\n  links:");
        assertThat(problem(overcommitted.replace("KEYS", "shares: 10, limit: none")))
                .isEmpty();
        assertThat(problem(overcommitted.replace("KEYS", "reboot: true")))
                .contains("changes nothing: add shares, reservation, limit, minimum or mapping");
        assertThat(problem(overcommitted.replace("KEYS", "reservation: 900GiB")))
                .contains("a reservation of 900GiB is ")
                .contains("more than the memory of");
        assertThat(problem(overcommitted.replace("KEYS", "shares: 10").replace("  memory: {overcommit: 2}\n", "")))
                .contains("waits for a pressure that hosts don't have which give each VM memory of its own");
    }

    @Test
    void refusesReservationsBeyondTheHostsThatMayBeLeft() {
        String text = Fixture.with(WEB, "count: 9, memory: 4GiB, memory-policy: {reservation: 3GiB}");
        String overcommitted = text.replace("  links:", "  memory: {overcommit: 2}\n  links:");
        assertThat(problem(overcommitted))
                .contains("vms: reserve 27GiB of memory, 3GiB more than the hosts have without those whose loss is"
                        + " tolerated: lower a reservation or add hosts");
        assertThat(problem(overcommitted.replace("reservation: 3GiB", "reservation: 2GiB")))
                .isEmpty();
    }

    private static String problem(String text) {
        DrillFileError error = catchThrowableOfType(DrillFileError.class, () -> Fixture.resolve(text));
        return error == null ? "" : error.getMessage();
    }
}
