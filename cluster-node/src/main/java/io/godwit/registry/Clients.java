package io.godwit.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Remembers what was answered, so that a command runs once however often it arrives.
///
/// A client has at most [#WINDOW] commands under way: it sends number n only when n - [#WINDOW] has been answered. A
/// number that has left the window is therefore a late repeat that nobody waits for.
final class Clients {

    /// Commands of one client that may be under way at once. Enough to fill a round trip of 1 ms at 32,000 commands/s;
    /// every answer within it is kept, and part of each snapshot.
    static final int WINDOW = 32;

    /// Clients remembered; the one that has been silent for longest (in log entries) is forgotten first. A client is
    /// one
    /// process of a node, and asks for seconds at most, so a forgotten one has no command under way.
    static final int MAX_CLIENTS = 4_096;

    /// What is remembered of one client.
    ///
    /// @param newest the highest number applied
    record Saved(String client, long newest, List<SavedAnswer> answers) {}

    record SavedAnswer(long number, RegistryAnswer answer) {}

    private static final class Client {
        private long newest;
        private final NavigableMap<Long, RegistryAnswer> answers = new TreeMap<>();

        private void remember(long number, RegistryAnswer answer) {
            newest = Math.max(newest, number);
            answers.put(number, answer);
            answers.headMap(newest - WINDOW, true).clear();
        }
    }

    /// In the order in which they last had a command applied.
    private final LinkedHashMap<String, Client> clients = new LinkedHashMap<>();

    /// The answer that a repeat gets; empty for a new command.
    Optional<RegistryAnswer> answered(CommandId id) {
        Client client = clients.get(id.client());
        if (client == null || id.number() > client.newest) {
            return Optional.empty();
        }
        if (id.number() <= client.newest - WINDOW) {
            return Optional.of(new RegistryAnswer.Refused(id + " was answered long ago"));
        }
        return Optional.ofNullable(client.answers.get(id.number()));
    }

    void remember(CommandId id, RegistryAnswer answer) {
        Client known = clients.remove(id.client());
        Client client = known == null ? new Client() : known;
        client.remember(id.number(), answer);
        clients.put(id.client(), client);
        if (clients.size() > MAX_CLIENTS) {
            clients.remove(clients.firstEntry().getKey());
        }
    }

    /// Oldest first, which is also how they are to be restored.
    List<Saved> saved() {
        List<Saved> all = new ArrayList<>(clients.size());
        clients.forEach((name, client) -> {
            List<SavedAnswer> answers = new ArrayList<>(client.answers.size());
            client.answers.forEach((number, answer) -> answers.add(new SavedAnswer(number, answer)));
            all.add(new Saved(name, client.newest, answers));
        });
        return all;
    }

    void restore(List<Saved> saved) {
        for (Saved each : saved) {
            Client client = new Client();
            client.newest = each.newest();
            each.answers().forEach(answer -> client.answers.put(answer.number(), answer.answer()));
            clients.put(each.client(), client);
        }
    }
}
