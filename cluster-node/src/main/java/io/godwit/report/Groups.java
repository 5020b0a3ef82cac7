package io.godwit.report;

import io.godwit.identity.VmId;
import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.verdict.DrillReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The groups of VMs and the colour of each, the same in all pictures of a page.
final class Groups {

    /// Colours that people with any colour vision can tell apart; then they repeat.
    private static final int COLOURS = 7;

    /// A legend longer than this explains nothing.
    private static final int MOST_NAMED = 12;

    private final List<String> names;
    private final Map<VmId, String> groups = new TreeMap<>();

    Groups(DrillReport report) {
        report.vms().forEach(vm -> groups.put(vm.vm(), vm.group()));
        names = report.vms().stream().map(it -> it.group()).distinct().toList();
    }

    List<String> names() {
        return names;
    }

    String kind(VmId vm) {
        return kind(groups.getOrDefault(vm, ""));
    }

    String kind(String group) {
        return "g" + Math.floorMod(names.indexOf(group), COLOURS);
    }

    Element legend(String... more) {
        var keys = new ArrayList<Markup>();
        names.stream().limit(MOST_NAMED).forEach(name -> keys.add(key(kind(name), name)));
        if (names.size() > MOST_NAMED) {
            keys.add(Markup.element("span", Figures.many((long) names.size() - MOST_NAMED, "more group")));
        }
        for (int i = 0; i + 1 < more.length; i += 2) {
            keys.add(key(more[i], more[i + 1]));
        }
        return Markup.element("p").kind("legend").addAll(keys);
    }

    static Element key(String kind, String name) {
        return Markup.element("span")
                .add(Markup.element("i").kind(kind).with("aria-hidden", "true"))
                .say(name);
    }
}
