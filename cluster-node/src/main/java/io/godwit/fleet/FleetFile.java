package io.godwit.fleet;

import io.godwit.migration.channel.PageForm;
import io.godwit.migration.precopy.Terms;
import io.godwit.node.artery.NodeAddress;
import io.godwit.permit.PermitSettings;
import io.godwit.recovery.MoveLimits;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Excerpt;
import io.godwit.unit.IllegalQuantity;
import io.godwit.virtualization.CpuFeature;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/// A fleet of several machines, as one file says that all its processes share: who there is, where, and how it is run.
///
/// @param fleet its name, for people
/// @param seed root of all randomness
/// @param voters nodes that keep the registry; the first one founds the cluster
/// @param permit how long a host may act on its own
/// @param cpuBaseline what guests are shown of processors at most; none in files that don't say
/// @param link what the way between two nodes can do, as far as a migration plans with it
public record FleetFile(
        String fleet,
        long seed,
        List<String> voters,
        Duration permit,
        Tolerate tolerate,
        Migration migration,
        Way link,
        CpuFeature.Baseline cpuBaseline,
        SortedMap<String, Node> nodes,
        SortedMap<String, StorageArray> arrays) {

    public static final SettingsFile<FleetFile> FILES =
            SettingsFile.of(FleetFile.class, "fleet").since("cpu-baseline", CpuFeature.Baseline.NONE);

    /// More copies cost more than they protect.
    private static final int MAX_VOTERS = 7;

    private static final String NAME = "[a-z][a-z0-9-]{0,39}";

    /// @param hostFailures losses that room is kept for
    public record Tolerate(int hostFailures) {}

    /// @param limits of migrations in flight
    /// @param pages what of a page travels from one process to another
    public record Migration(Duration downtimeLimit, int maxRounds, MoveLimits limits, PageForm pages) {

        Terms terms() {
            return Terms.within(downtimeLimit, maxRounds);
        }
    }

    public record Way(Duration latency, Bandwidth bandwidth) {}

    /// @param address where others reach its link
    /// @param pages where others send pages to
    /// @param host a file of `config/hosts`: what its hosts are
    /// @param hypervisor a file of `config/hypervisors`: what runs on them
    /// @param carries the names of its hosts
    /// @param datastores arrays that they reach
    public record Node(
            String address,
            String pages,
            String site,
            String rack,
            String host,
            String hypervisor,
            List<String> carries,
            List<String> datastores) {

        public Node {
            parsed(address);
            parsed(pages);
            check(!carries.isEmpty(), "a node carries at least one host: write carries: [h1]");
        }
    }

    /// @param array a file of `config/arrays`: what it is
    public record StorageArray(String address, String array) {

        public StorageArray {
            parsed(address);
        }
    }

    public FleetFile {
        check(
                voters.size() % 2 == 1 && voters.size() <= MAX_VOTERS,
                "there are " + voters.size() + " voters: name an odd number of nodes, at most " + MAX_VOTERS);
        for (String voter : voters) {
            check(nodes.containsKey(voter), "the voter " + voter + " is no node: name one of " + nodes.keySet());
        }
        check(new TreeSet<>(voters).size() == voters.size(), "a voter is named twice: name each once");
        var hosts = new TreeSet<String>();
        var addresses = new TreeSet<String>();
        for (var node : nodes.entrySet()) {
            checkName(node.getKey());
            for (String host : node.getValue().carries()) {
                checkName(host);
                check(hosts.add(host), "two nodes carry " + host + ": name each host once");
            }
            check(
                    addresses.add(node.getValue().address())
                            && addresses.add(node.getValue().pages()),
                    "node " + node.getKey() + " has an address that is taken: give each port once");
            for (String datastore : node.getValue().datastores()) {
                check(arrays.containsKey(datastore), "there is no array " + datastore + ": add it to arrays");
            }
        }
        for (var array : arrays.entrySet()) {
            checkName(array.getKey());
            check(!nodes.containsKey(array.getKey()), array.getKey() + " is a node too: choose another name");
            check(
                    addresses.add(array.getValue().address()),
                    "array " + array.getKey() + " has an address that is taken: give each port once");
        }
        check(
                tolerate.hostFailures() >= 0 && tolerate.hostFailures() < hosts.size(),
                "host-failures is " + tolerate.hostFailures() + " of " + hosts.size() + " hosts: write fewer");
        PermitSettings.checked(permit);
        check(migration.maxRounds() > 0, "max-rounds must be above zero: raise it");
    }

    static NodeAddress parsed(String address) {
        try {
            return NodeAddress.parse(address);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalQuantity(wrong.getMessage());
        }
    }

    private static void checkName(String name) {
        check(
                name.matches(NAME),
                "'" + Excerpt.of(name) + "' is no name: use small letters, digits and dashes, a letter first");
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalQuantity(sentence);
        }
    }
}
