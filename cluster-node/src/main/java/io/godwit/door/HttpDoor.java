package io.godwit.door;

import io.godwit.guest.Activity;
import io.godwit.node.artery.ArteryNode;
import io.godwit.node.artery.NodeAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/// Listens for HTTP, turns requests into calls, and writes replies. It decides nothing.
public final class HttpDoor {

    /// Far more than any request needs.
    private static final int MAX_BODY_BYTES = 64 << 10;

    /// Streams of events that one door serves at once; half of its connections, so that others find it open.
    private static final int MAX_FOLLOWERS = 64;

    private static final long BODY_MS = 5_000;

    /// The longest that a reply takes is the start of a process; each has a deadline of its own.
    private static final String SETTINGS = """
            pekko.http.server {
              server-header = ""
              request-timeout = 150s
              max-connections = 128
              parsing {
                max-uri-length = 8k
                max-header-count = 32
                illegal-header-warnings = off
                error-handler = "io.godwit.door.MalformedHttp"
              }
            }
            """;

    private final ArteryNode node;
    private final ActorRef<Door.Command> door;
    private final Guard guard;
    private final SortedMap<String, Activity> activities;
    private final FileDoor files;
    private final AtomicLong streams = new AtomicLong();
    private final List<BoundedSourceQueue<ByteString>> followers = new CopyOnWriteArrayList<>();

    private HttpDoor(ArteryNode node, ActorRef<Door.Command> door, DoorSetup setup) {
        this.node = node;
        this.door = door;
        this.guard = new Guard(setup.token());
        this.activities = setup.activities();
        this.files = new FileDoor(node, this::ask);
    }

    /// Opens the door of a node.
    ///
    /// @return where it is
    /// @throws IOException with a sentence if the address can't be bound
    public static NodeAddress open(ArteryNode node, DoorGround ground, DoorSetup setup) throws IOException {
        checkFree(node, setup.bound());
        ActorRef<Door.Command> door = node.spawn(Door.create(node.link(), ground), "door");
        HttpDoor http = new HttpDoor(node, door, setup);
        ActorSystem<Void> system = node.system();
        try {
            ServerBinding binding = Http.get(system)
                    .newServerAt(setup.bound().host(), setup.bound().port())
                    .withSettings(ServerSettings.create(SETTINGS))
                    .bind(http::answer)
                    .toCompletableFuture()
                    .join();
            return new NodeAddress(setup.bound().host(), binding.localAddress().getPort());
        } catch (CompletionException taken) {
            throw taken(node, setup.bound(), taken);
        }
    }

    /// Asked here first, as Pekko tells a port that is taken with a stack trace.
    private static void checkFree(ArteryNode node, NodeAddress address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (IOException taken) {
            throw taken(node, address, taken);
        }
    }

    private static IOException taken(ArteryNode node, NodeAddress address, Exception why) {
        return new IOException(
                "the door of " + node.link().self() + " can't be at " + address
                        + ": another process has that port, or it is no address of this machine; choose another",
                why);
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        Guard.Caller caller =
                new Guard.Caller(header(request, "host"), header(request, "origin"), header(request, "authorization"));
        Optional<Reply> objection = guard.objection(caller);
        if (objection.isPresent()) {
            request.discardEntityBytes(node.system());
            return CompletableFuture.completedFuture(response(objection.get()));
        }
        if (request.method().equals(HttpMethods.POST)
                && FileDoor.isImport(request.getUri().getPathString())) {
            return files.receive(request);
        }
        return request.entity()
                .withSizeLimit(MAX_BODY_BYTES)
                // The limit above tells what is too long; this one would tell it in the words of a garbled body.
                .toStrict(BODY_MS, Long.MAX_VALUE, node.system())
                .handle((body, failure) ->
                        failure == null ? read(request, body.getData().toArray()) : unread(failure))
                .thenCompose(this::carryOut);
    }

    private static Requests.Refused unread(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> unread(wrapped.getCause());
            case EntityStreamSizeException _ ->
                new Requests.Refused(
                        413, "the body is longer than " + MAX_BODY_BYTES + " bytes: no request needs that");
            case TimeoutException _ ->
                new Requests.Refused(408, "the body did not come within " + BODY_MS + " ms: send it again, faster");
            default -> new Requests.Refused(400, "the body broke off or is garbled: send it again");
        };
    }

    private Requests.Reading read(HttpRequest request, byte[] body) {
        SortedMap<String, String> query = new TreeMap<>();
        request.getUri().query().toList().forEach(pair -> query.put(pair.first(), pair.second()));
        String path = request.getUri().getPathString();
        List<String> segments =
                Arrays.asList(path.substring(Math.min(1, path.length())).split("/", -1));
        return segments.stream().allMatch(segment -> segment.matches("[\\w-][\\w.-]{0,59}"))
                ? Requests.read(
                        new Call(request.method().value(), segments, query, header(request, "last-event-id"), body),
                        activities)
                : new Requests.Refused(404, "there is no such path: docs/doors.md lists what a door knows");
    }

    private CompletionStage<HttpResponse> carryOut(Requests.Reading reading) {
        return switch (reading) {
            case Requests.Refused(var status, var why) ->
                CompletableFuture.completedFuture(response(Reply.refused(status, why)));
            case Requests.Read(Request.FollowEvents(var after)) -> CompletableFuture.completedFuture(follow(after));
            case Requests.Read(Request.ListEvents list) -> gather(list).thenApply(HttpDoor::response);
            case Requests.Read(Request.Export wanted) -> ask(wanted).thenApply(files::send);
            case Requests.Read(var request) -> ask(request).thenApply(HttpDoor::response);
        };
    }

    private CompletableFuture<Reply> ask(Request request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        door.tell(new Door.Asked(request, reply));
        return reply;
    }

    private CompletableFuture<Reply> gather(Request.ListEvents list) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        stream(new EventStream.Start(from(list.after()), false), new Gathering(list.last(), reply));
        return reply;
    }

    private HttpResponse follow(Optional<Cursor> after) {
        followers.removeIf(BoundedSourceQueue::isCompleted);
        if (followers.size() >= MAX_FOLLOWERS) {
            return response(Reply.refused(
                    503, MAX_FOLLOWERS + " streams of events are open here: close one, or ask another node"));
        }
        var queue = Source.<ByteString>queue(SentEvents.MAX_WAITING).preMaterialize(node.system());
        BoundedSourceQueue<ByteString> out = queue.first();
        followers.add(out);
        stream(new EventStream.Start(from(after), true), new SentEvents(out));
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), queue.second()));
    }

    private void stream(EventStream.Start start, EventStream.Listener listener) {
        String name = "events-" + streams.incrementAndGet();
        node.spawn(EventStream.create(node.link(), name, start, listener), name);
    }

    private static Cursor from(Optional<Cursor> after) {
        return after.orElseGet(() -> new Cursor(new TreeMap<>()));
    }

    static HttpResponse response(Reply reply) {
        return HttpResponse.create()
                .withStatus(reply.status())
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, reply.json()));
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value()).orElse("");
    }
}
