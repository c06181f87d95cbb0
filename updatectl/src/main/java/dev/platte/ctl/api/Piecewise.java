package dev.platte.ctl.api;

import dev.platte.ctl.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A payload on its way into a package, piece by piece.
 *
 * @param part its last word is the hash of the whole file
 */
record Piecewise(
        Api api,
        Place thing,
        Place part,
        Map<String, String> query,
        Path file,
        long size,
        LongConsumer sent)
        implements Exchange.Resumed {

    @Override
    public long offset() throws ApiException, InterruptedException {
        String said = api.get(part).object().text("offset");
        try {
            long offset = Long.parseLong(said);
            if (offset >= 0 && offset <= size) {
                sent.accept(offset);
                return offset;
            }
        } catch (NumberFormatException e) {
            throw new ApiException("the server does not say how much of the file it has: " + said);
        }
        throw new ApiException(
                "the server has %s bytes of a file of %d: another file?".formatted(said, size));
    }

    @Override
    public HttpRequest from(long offset) throws ApiException, InterruptedException {
        Place to = part;
        for (Map.Entry<String, String> each : query.entrySet()) {
            to = to.with(each.getKey(), each.getValue());
        }
        long left = size - offset;
        BodyPublisher body =
                left == 0
                        ? BodyPublishers.noBody()
                        : BodyPublishers.fromPublisher(
                                new CountedBody(
                                        BodyPublishers.ofInputStream(() -> open(offset)),
                                        bytes -> sent.accept(offset + bytes)),
                                left);
        return api.rest(thing, to, offset, left, body);
    }

    @Override
    public Optional<Answer> done() throws ApiException, InterruptedException {
        Answer now = api.get(thing);
        String sha256 = part.path().substring(part.path().lastIndexOf('/') + 1);
        boolean there =
                now.object().objects("payloads").stream()
                        .map((JsonObject payload) -> payload.text("sha256"))
                        .anyMatch(sha256::equals);
        return there ? Optional.of(now) : Optional.empty();
    }

    private InputStream open(long offset) {
        try {
            InputStream in = Files.newInputStream(file);
            in.skipNBytes(offset);
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
