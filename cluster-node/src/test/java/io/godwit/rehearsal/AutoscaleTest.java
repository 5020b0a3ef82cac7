package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.play.Played;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent.GroupScaled;
import io.godwit.registry.Groups;
import io.godwit.registry.VmRecord;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules for groups outlive controllers: what the registry keeps of them is enough for whoever leads next.
class AutoscaleTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aGroupGetsWhereItsRuleLeadsThoughTwoControllersDie(int seed) {
        Played played = ShippedDrill.theatre(false)
                .rehearse(ShippedDrill.read("autoscale", seed).getFirst())
                .played();
        assertThat(played.baseline()).isInstanceOf(Played.Baseline.Reached.class);
        List<GroupScaled> steps = played.history().stream()
                .sorted(Comparator.comparingLong(Entry::atNs))
                .map(Entry::event)
                .filter(GroupScaled.class::isInstance)
                .map(GroupScaled.class::cast)
                .toList();
        assertThat(steps)
                .as("at constant load nothing but web grows")
                .allMatch(step -> step.group().equals("web") && step.to() > step.from());
        int size = 2;
        for (GroupScaled step : steps) {
            assertThat(step.from())
                    .as("each step begins where the one before ended: %s", steps)
                    .isEqualTo(size);
            size = step.to();
        }
        List<VmRecord> vms = played.last().orElseThrow().vms();
        assertThat(members("web", vms)).containsExactly("web-1", "web-2", "web-3", "web-4", "web-5", "web-6");
        assertThat(members("db", vms)).containsExactly("db-1", "db-2", "db-3");
        assertThat(vms).as("none is lost").allMatch(vm -> vm.owner().isPresent());
        played.ledgers().forEach((vm, ledger) -> assertThat(
                        ledger.loss(played.audits().get(vm).getFirst()).writes())
                .as("lost writes of %s", vm)
                .isZero());
    }

    private static List<String> members(String group, List<VmRecord> vms) {
        return Groups.members(group, vms).stream().map(vm -> vm.id().value()).toList();
    }
}
