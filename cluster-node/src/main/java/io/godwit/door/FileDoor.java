package io.godwit.door;

import io.godwit.identity.VmId;
import io.godwit.node.artery.ArteryNode;
import io.godwit.portable.Exporting;
import io.godwit.portable.Manifest;
import io.godwit.portable.NotPortable;
import io.godwit.portable.PortableReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.TimeoutAccess;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.IOOperationIncompleteException;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/// Sends and receives portable files over HTTP. What comes is first put into a file of this machine and read to its
/// end: nothing of what is not whole goes any further.
final class FileDoor {

    /// The memory of a guest of 256 GiB, every page of it written: beyond what one file should be.
    private static final long MAX_FILE_BYTES = 1L << 30;

    /// Parts of 16 KiB that wait for a slow reader: a second of a slow line.
    private static final int MAX_WAITING = 64;

    /// What the door allows for an import, and a little more.
    private static final Duration PATIENCE = Duration.ofMinutes(11);

    private static final Pattern IMPORT = Pattern.compile("/v1/vms/([^/]+)/import");

    private static final int BAD = 400;
    private static final int TOO_LONG = 413;
    private static final int NO_ROOM = 507;

    private final ArteryNode node;
    private final Function<Request, CompletableFuture<Reply>> door;
    private final AtomicLong sent = new AtomicLong();

    FileDoor(ArteryNode node, Function<Request, CompletableFuture<Reply>> door) {
        this.node = node;
        this.door = door;
    }

    static boolean isImport(String path) {
        return IMPORT.matcher(path).matches();
    }

    /// @param plan a [Freight.Departure], or why there is none
    HttpResponse send(Reply plan) {
        if (!(plan.body() instanceof Freight.Departure(var source, var port))) {
            return HttpDoor.response(plan);
        }
        var queue = Source.<ByteString>queue(MAX_WAITING).preMaterialize(node.system());
        var way = new Exporting.Way(node.link(), port, new Line(queue.first()));
        node.spawn(Exporting.create(way, source), "export-" + sent.incrementAndGet());
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(
                        MediaTypes.APPLICATION_OCTET_STREAM.toContentType(), queue.second()));
    }

    /// To a caller, as fast as it reads.
    private record Line(BoundedSourceQueue<ByteString> out) implements Exporting.Sink {

        @Override
        public boolean take(byte[] bytes) {
            return out.offer(ByteString.fromArray(bytes)).isEnqueued();
        }

        @Override
        public void done() {
            out.complete();
        }

        /// The stream breaks off: a file without its end is no file.
        @Override
        public void failed(String why) {
            out.fail(new IOException(why));
        }

        @Override
        public boolean isGone() {
            return out.isCompleted();
        }
    }

    CompletionStage<HttpResponse> receive(HttpRequest request) {
        request.getHeader(TimeoutAccess.class).ifPresent(access -> access.timeoutAccess()
                .updateTimeout(scala.jdk.javaapi.DurationConverters.toScala(PATIENCE)));
        Path file;
        try {
            file = Files.createTempFile("godwit-import-", ".part");
        } catch (IOException noRoom) {
            request.discardEntityBytes(node.system());
            return CompletableFuture.completedFuture(HttpDoor.response(noRoom(noRoom)));
        }
        return request.entity()
                .withSizeLimit(MAX_FILE_BYTES)
                .getDataBytes()
                .runWith(FileIO.toPath(file), node.system())
                .thenCompose(_ -> bring(request, file))
                .exceptionally(FileDoor::broken)
                .whenComplete((_, _) -> delete(file))
                .thenApply(HttpDoor::response);
    }

    private CompletionStage<Reply> bring(HttpRequest request, Path file) {
        Matcher path = IMPORT.matcher(request.getUri().getPathString());
        Optional<String> disk = request.getUri().query().get("disk");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            String name = VmForm.name(path.matches() ? path.group(1) : "");
            Manifest manifest = PortableReader.check(in);
            return door.apply(new Request.Import(new VmId(name), disk, manifest, file));
        } catch (NotPortable refused) {
            return CompletableFuture.completedFuture(
                    Reply.refused(BAD, "what came can't be imported: " + refused.sentence()));
        } catch (Malformed malformed) {
            return CompletableFuture.completedFuture(Reply.refused(BAD, String.valueOf(malformed.getMessage())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Reply broken(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> broken(wrapped.getCause());
            case IOOperationIncompleteException wrapped when wrapped.getCause() != null -> broken(wrapped.getCause());
            case EntityStreamSizeException _ ->
                Reply.refused(TOO_LONG, "the file is longer than " + MAX_FILE_BYTES + " bytes: export without memory");
            case FileSystemException full -> noRoom(full);
            case UncheckedIOException wrapped -> noRoom(wrapped.getCause());
            case IOException full -> noRoom(full);
            default -> Reply.refused(BAD, "the file broke off on its way: send it again");
        };
    }

    private static Reply noRoom(IOException why) {
        return Reply.refused(
                NO_ROOM,
                "the file can't be put down where this door is (" + why.getMessage()
                        + "): make room there, or ask another node's");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            file.toFile().deleteOnExit();
        }
    }
}
