package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// VMs in columns.
final class VmTable {

    private VmTable() {}

    static List<String> lines(Iterable<JsonNode> vms) {
        Table table = new Table("VM", "STATE", "HOST", "VCPUS", "MEMORY", "PROTECT", "TIER", "DISK", "EPOCH");
        for (JsonNode vm : vms) {
            table.row(
                    text(vm, "vm"),
                    text(vm, "state"),
                    where(vm),
                    text(vm, "vcpus"),
                    Table.size(vm.path("memory")),
                    protection(vm),
                    text(vm, "tier"),
                    text(vm, "disk"),
                    text(vm, "epoch"));
        }
        return table.lines();
    }

    private static String where(JsonNode vm) {
        return vm.has("migration")
                ? text(vm.path("migration"), "from") + " > " + text(vm.path("migration"), "to")
                : vm.path("host").asText(vm.has("home") ? "(" + text(vm, "home") + ")" : "-");
    }

    private static String protection(JsonNode vm) {
        return vm.has("onIsolation") ? text(vm, "protect") + ", " + text(vm, "onIsolation") : text(vm, "protect");
    }

    private static String text(JsonNode vm, String key) {
        return vm.path(key).asText();
    }
}
