package dev.platte.client.install;

import dev.platte.client.config.Transfer.Credentials;
import dev.platte.client.http.Http;
import dev.platte.client.http.HttpFailure;
import dev.platte.client.rate.LimitedStream;
import dev.platte.client.rate.RateLimit;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens the payload at an address from some byte on, and believes an answer only where it says the
 * same as the offer: update_engine takes any 206, and a 200 for a range too.
 */
final class PayloadSource {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final Http http;
    private final Optional<Credentials> credentials;
    private final RateLimit limit;
    private final long size;

    /**
     * For payloads of that many bytes.
     *
     * @param limit for all transfers together
     */
    PayloadSource(Http http, Optional<Credentials> credentials, RateLimit limit, long size) {
        this.http = http;
        this.credentials = credentials;
        this.limit = limit;
        this.size = size;
    }

    /**
     * An open transfer.
     *
     * @param position the first byte it gives: the one asked for, or 0 where the server gives the
     *     whole file because it takes no ranges or has another file by now
     * @param etag strong, to go on with later; empty without one
     */
    record Opened(InputStream in, long position, String etag) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /**
     * Asks for the bytes from {@code from} on.
     *
     * @param etag of the bytes before; empty when it is not known
     * @throws SourceException the answer is not the payload that was offered
     * @throws IOException no answer
     */
    Opened open(URI url, long from, String etag) throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (from > 0) {
            headers.put("Range", "bytes=" + from + "-");
            if (!etag.isEmpty()) {
                headers.put("If-Range", etag);
            }
        }
        if (url.getScheme().equalsIgnoreCase("https")) {
            credentials.ifPresent(c -> headers.put("Authorization", c.basic()));
        }
        Http.Stream stream = get(url, headers);
        try {
            long position = position(url, stream, from);
            InputStream body =
                    new ExactStream(
                            new LimitedStream(stream.body(), limit),
                            size - position,
                            Http.shown(url));
            return new Opened(body, position, strongEtag(stream.headers()));
        } catch (SourceException e) {
            stream.close();
            throw e;
        }
    }

    /** What no second try would change speaks against the address. */
    private Http.Stream get(URI url, Map<String, String> headers)
            throws IOException, InterruptedException {
        try {
            return http.get(url, headers);
        } catch (HttpFailure e) {
            if (e.isFinal()) {
                throw new SourceException(
                        ErrorCode.DOWNLOAD_TRANSFER, e.status(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private long position(URI url, Http.Stream stream, long from) throws SourceException {
        int status = stream.status();
        String encoding = stream.headers().firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equals("identity")) {
            throw refused(url, status, "sends the payload in the encoding " + encoding);
        }
        if (status == 200) {
            requireLength(url, stream, size);
            return 0;
        }
        if (status == 416 && from > 0) {
            throw refusedPart(url, status, "has no byte %d".formatted(from));
        }
        if (status != 206) {
            throw refused(url, status, "answered with HTTP status " + status);
        }
        if (from == 0) {
            throw refused(url, status, "sends a part of the payload that nobody asked for");
        }
        requireRange(url, stream, from);
        requireLength(url, stream, size - from);
        return from;
    }

    private void requireRange(URI url, Http.Stream stream, long from) throws SourceException {
        String said = stream.headers().firstValue("Content-Range").orElse("");
        Matcher range = CONTENT_RANGE.matcher(said);
        boolean right =
                range.matches()
                        && Long.parseLong(range.group(1)) == from
                        && Long.parseLong(range.group(2)) == size - 1
                        && (range.group(3).equals("*") || Long.parseLong(range.group(3)) == size);
        if (!right) {
            throw refusedPart(
                    url,
                    206,
                    "sends the wrong part: \"%s\" for bytes %d-%d/%d"
                            .formatted(said, from, size - 1, size));
        }
    }

    private void requireLength(URI url, Http.Stream stream, long expected) throws SourceException {
        String said = stream.headers().firstValue("Content-Length").orElse("" + expected);
        if (!said.equals(Long.toString(expected))) {
            throw new SourceException(
                    ErrorCode.PAYLOAD_SIZE_MISMATCH,
                    stream.status(),
                    "%s has %s bytes for us, the offer says %d"
                            .formatted(Http.shown(url), said, expected));
        }
    }

    private static SourceException refusedPart(URI url, int status, String what) {
        return SourceException.ofPart(
                ErrorCode.DOWNLOAD_TRANSFER,
                status,
                "%s %s (HTTP status %d)".formatted(Http.shown(url), what, status));
    }

    private static SourceException refused(URI url, int status, String what) {
        return new SourceException(
                ErrorCode.DOWNLOAD_TRANSFER, status, Http.shown(url) + " " + what);
    }

    /** RFC 9110, section 13.1.5: If-Range takes no weak one. */
    private static String strongEtag(HttpHeaders headers) {
        return headers.firstValue("ETag").filter(tag -> tag.startsWith("\"")).orElse("");
    }
}
