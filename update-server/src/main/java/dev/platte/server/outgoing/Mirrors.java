package dev.platte.server.outgoing;

import dev.platte.server.edge.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Looks whether a file lies where hosts will be sent for it: by asking for its size, or by fetching
 * and hashing all of it. One look at a time, since one may move many gigabytes.
 */
@Component
public final class Mirrors implements DisposableBean {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout SILENCE = Timeout.ofSeconds(20);
    private static final Duration LONGEST_HEAD = Duration.ofSeconds(30);
    private static final Duration LONGEST_GET = Duration.ofMinutes(30);
    private static final int REDIRECTS = 5;
    private static final int BUFFER = 1 << 16;

    private final CloseableHttpClient http;
    private final Semaphore one = new Semaphore(1);
    private final ScheduledExecutorService alarm =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("mirror-alarm").daemon().factory());

    Mirrors(PublicNet net) {
        this.http =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setDnsResolver(net.resolver())
                                        .setDefaultConnectionConfig(
                                                ConnectionConfig.custom()
                                                        .setConnectTimeout(CONNECT)
                                                        .setSocketTimeout(SILENCE)
                                                        .build())
                                        .build())
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setMaxRedirects(REDIRECTS)
                                        .setResponseTimeout(SILENCE)
                                        .build())
                        .setUserAgent("Platte-Mirror-Check/1")
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .build();
    }

    /**
     * What was found at an address.
     *
     * @param status of HTTP; absent: nothing answered
     * @param size that it has there; absent: the answer does not say
     * @param sha256 of what was fetched; absent: nothing was
     * @param failure why it cannot be said; absent: it can
     */
    public record Found(
            @Nullable Integer status,
            @Nullable Long size,
            @Nullable String sha256,
            @Nullable String failure,
            Duration took) {}

    /**
     * Runs looks while nobody else does.
     *
     * @throws ProblemException 429 {@code check-running}
     */
    public <T> T alone(Supplier<T> looks) {
        if (!one.tryAcquire()) {
            throw ProblemException.of(
                    429,
                    "check-running",
                    "Mirrors are being looked at already; wait for that to end.",
                    Map.of("Retry-After", "30"));
        }
        try {
            return looks.get();
        } finally {
            one.release();
        }
    }

    /** Asks for its size. */
    public Found head(String url) {
        return ask(new HttpHead(url), LONGEST_HEAD, (answer, took) -> headed(answer, took));
    }

    /**
     * Fetches and hashes it.
     *
     * @param most no more bytes than these are fetched
     */
    public Found fetch(String url, long most) {
        return ask(new HttpGet(url), LONGEST_GET, (answer, took) -> fetched(answer, most, took));
    }

    private interface Judge {
        Found of(ClassicHttpResponse answer, Supplier<Duration> took) throws IOException;
    }

    private Found ask(HttpUriRequestBase request, Duration longest, Judge judge) {
        long begin = System.nanoTime();
        Supplier<Duration> took = () -> Duration.ofNanos(System.nanoTime() - begin);
        ScheduledFuture<?> end =
                alarm.schedule(request::abort, longest.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return http.execute(request, answer -> judge.of(answer, took));
        } catch (IOException e) {
            String why =
                    end.isDone()
                            ? "It took longer than " + longest + "."
                            : e.getMessage() == null ? e.toString() : e.getMessage();
            return new Found(null, null, null, why, took.get());
        } finally {
            end.cancel(false);
        }
    }

    private static Found headed(ClassicHttpResponse answer, Supplier<Duration> took) {
        Header length = answer.getFirstHeader("Content-Length");
        boolean said = length != null && length.getValue().matches("[0-9]{1,18}");
        return new Found(
                answer.getCode(),
                said ? Long.valueOf(length.getValue()) : null,
                null,
                answer.getCode() == 200 ? null : "It answered " + answer.getCode() + ".",
                took.get());
    }

    private static Found fetched(ClassicHttpResponse answer, long most, Supplier<Duration> took)
            throws IOException {
        if (answer.getCode() != 200 || answer.getEntity() == null) {
            return new Found(
                    answer.getCode(),
                    null,
                    null,
                    "It answered " + answer.getCode() + ".",
                    took.get());
        }
        try (InputStream in = answer.getEntity().getContent()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > most) {
                    return new Found(
                            200, null, null, "It is longer than " + most + " bytes.", took.get());
                }
                digest.update(buffer, 0, read);
            }
            String sha256 = HexFormat.of().formatHex(digest.digest());
            return new Found(200, size, sha256, null, took.get());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void destroy() throws IOException {
        alarm.shutdownNow();
        http.close();
    }
}
