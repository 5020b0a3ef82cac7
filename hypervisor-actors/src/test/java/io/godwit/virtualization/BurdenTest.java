package io.godwit.virtualization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.guest.Activity;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.vm.Mechanism;
import io.godwit.vm.Toll;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BurdenTest {

    private static final Frequency CLOCK = Frequency.parse("2.5GHz");
    private static final int ROUNDS = 20;

    @Test
    void costsAddUpReasonByReason() throws IOException {
        forAll((profile, mechanism) -> {
            SortedMap<Reason, EventRate> rates = random(Seed.of(1));
            double sum = 0;
            for (Reason reason : rates.keySet()) {
                sum += added(of(profile, mechanism, new TreeMap<>(Map.of(reason, rates.get(reason)))));
            }
            assertThat(added(of(profile, mechanism, rates))).isCloseTo(sum, within(1e-6 * (1 + sum)));
        });
    }

    @Test
    void moreEventsNeverCostLessAndNothingIsNegative() throws IOException {
        forAll((profile, mechanism) -> {
            for (int seed = 0; seed < ROUNDS; seed++) {
                SortedMap<Reason, EventRate> rates = random(Seed.of(seed));
                SortedMap<Reason, EventRate> more = new TreeMap<>(rates);
                List<Reason> reasons = List.of(Reason.values());
                Reason reason = reasons.get(seed % reasons.size());
                more.merge(reason, EventRate.perSecond(1000), BurdenTest::sum);
                Burden less = of(profile, mechanism, rates);
                Burden greater = of(profile, mechanism, more);
                assertThat(added(greater)).isGreaterThanOrEqualTo(added(less));
                assertThat(greater.speed()).isBetween(0.0, less.speed());
                for (Part part : Part.values()) {
                    assertThat(less.ns(part)).isNotNegative();
                }
                assertThat(less.besideBillionths()).isNotNegative();
            }
        });
    }

    @Test
    void partsAreTheTollAndTheTollIsTheSlowdown() throws IOException {
        forAll((profile, mechanism) -> {
            Burden burden = of(profile, mechanism, random(Seed.of(7)));
            double parts = burden.ns(Part.EXITS) + burden.ns(Part.TRANSLATION) + burden.ns(Part.IO);
            assertThat((double) burden.toll().billionths()).isCloseTo(parts, within(0.5));
            assertThat(burden.speed()).isCloseTo(1e9 / (1e9 + parts), within(1e-12));
            double charges = burden.charges().stream()
                    .mapToDouble(charge -> charge.perSecond() * charge.eachNs())
                    .sum();
            assertThat(charges).isCloseTo(parts, within(1e-6 * (1 + parts)));
        });
    }

    @Test
    void aFasterClockMakesCyclesCheaperAndMeasuredTimesStay() {
        Activity calls = Reason.activity(new TreeMap<>(Map.of(Reason.PRIVILEGED, EventRate.perSecond(1000))));
        Profile kvm = Profiles.shipped("kvm");
        Burden slow = Burden.of(calls, kvm, Mechanism.NESTED_PAGING, Frequency.parse("1GHz"));
        Burden fast = Burden.of(calls, kvm, Mechanism.NESTED_PAGING, Frequency.parse("4GHz"));
        assertThat(slow.ns(Part.EXITS)).isCloseTo(4 * fast.ns(Part.EXITS), within(1e-6));
        assertThat(slow.ns(Part.EXITS)).isCloseTo(1000 * 1360, within(1e-6));

        Activity starts = Reason.activity(new TreeMap<>(Map.of(Reason.PROGRAM_START, EventRate.perSecond(10))));
        Profile then = Profiles.shipped("uml-2003");
        assertThat(Burden.of(starts, then, Mechanism.HYPERCALLS, Frequency.parse("1GHz"))
                        .ns(Part.EXITS))
                .isEqualTo(10 * 54e6);
    }

    @Test
    void aGuestThatOnlyComputesCostsNothingAnywhere() throws IOException {
        forAll((profile, mechanism) -> {
            Burden burden = Burden.of(Activity.none(), profile, mechanism, CLOCK);
            assertThat(burden).isSameAs(Burden.NONE);
            assertThat(burden.toll()).isSameAs(Toll.NONE);
        });
    }

    @Test
    void containersOfAnEngineCostNothing() {
        Burden burden = Burden.of(
                Profiles.guest("kernel-build").activity(), Profiles.shipped("docker"), Mechanism.NAMESPACES, CLOCK);
        assertThat(burden.speed()).isEqualTo(1);
    }

    @Test
    void workOfAControlDomainIsItsHostsAndNotTheGuests() {
        Activity kicks = Reason.activity(new TreeMap<>(Map.of(Reason.IO_KICK, EventRate.perSecond(10_000))));
        Burden xen = Burden.of(kicks, Profiles.shipped("xen"), Mechanism.HYPERCALLS, CLOCK);
        assertThat(xen.besideBillionths()).isEqualTo(10_000 * 5_000);
        assertThat(xen.ns(Part.IO)).isCloseTo(10_000 * 1228 / 2.5, within(1e-3));
        Burden hosted = Burden.of(kicks, Profiles.shipped("virtualbox"), Mechanism.NESTED_PAGING, CLOCK);
        assertThat(hosted.besideBillionths()).isZero();
        assertThat(hosted.ns(Part.IO)).isGreaterThan(xen.ns(Part.IO) * 5);
    }

    @Test
    void paravirtualizationWasBetterThenAndIsWorseToday() {
        Activity old = Profiles.guest("kernel-build-2003").activity();
        Burden paraThen = Burden.of(old, Profiles.shipped("xen-2003"), Mechanism.HYPERCALLS, CLOCK);
        Burden fullThen =
                Burden.of(old, Profiles.shipped("vmware-workstation-2003"), Mechanism.BINARY_TRANSLATION, CLOCK);
        assertThat(paraThen.speed()).isGreaterThan(fullThen.speed());
        Activity build = Profiles.guest("kernel-build").activity();
        Burden paraNow = Burden.of(build, Profiles.shipped("xen"), Mechanism.HYPERCALLS, CLOCK);
        Burden fullNow = Burden.of(build, Profiles.shipped("xen"), Mechanism.NESTED_PAGING, CLOCK);
        assertThat(fullNow.speed()).isGreaterThan(paraNow.speed());
    }

    private static double added(Burden burden) {
        return burden.ns(Part.EXITS) + burden.ns(Part.TRANSLATION) + burden.ns(Part.IO);
    }

    private static Burden of(Profile profile, Mechanism mechanism, SortedMap<Reason, EventRate> rates) {
        return Burden.of(Reason.activity(rates), profile, mechanism, CLOCK);
    }

    private static EventRate sum(EventRate one, EventRate other) {
        return EventRate.perSecond(Math.round(one.perSecond() + other.perSecond()));
    }

    private static SortedMap<Reason, EventRate> random(Seed seed) {
        RandomGenerator generator = seed.generator();
        SortedMap<Reason, EventRate> rates = new TreeMap<>();
        for (Reason reason : Reason.values()) {
            rates.put(reason, EventRate.perSecond(generator.nextInt(100_000)));
        }
        return rates;
    }

    private static void forAll(BiConsumer<Profile, Mechanism> check) throws IOException {
        List<String> looked = new ArrayList<>();
        for (String name : Profiles.names(Profiles.FOLDER)) {
            Profile profile = Profiles.shipped(name);
            for (Mechanism mechanism : profile.mechanisms().keySet()) {
                check.accept(profile, mechanism);
                looked.add(name + " " + mechanism);
            }
        }
        assertThat(looked).hasSizeGreaterThan(15);
    }
}
