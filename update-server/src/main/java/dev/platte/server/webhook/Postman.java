package dev.platte.server.webhook;

import dev.platte.db.webhook.Delivery;
import dev.platte.db.webhook.Errand;
import dev.platte.db.webhook.Result;
import dev.platte.server.outgoing.PublicNet;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message. A name is looked up here, and what it means is judged by the very address that
 * is then connected to: one that changes its meaning between two looks gains nothing. No redirect
 * is followed, nothing is tried twice, no cookie kept; all of it takes 15 seconds at most, and of
 * an answer no more than its first words are read.
 */
final class Postman implements AutoCloseable {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout SILENCE = Timeout.ofSeconds(10);
    static final Duration LONGEST = Duration.ofSeconds(15);
    private static final int READ = 4096;
    private static final int KEPT = 1000;

    private final CloseableHttpClient http;
    private final InstantSource clock;
    private final ScheduledExecutorService alarm =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("webhook-alarm").daemon().factory());

    Postman(PublicNet net, InstantSource clock, int atOnce) {
        this.clock = clock;
        this.http =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setDnsResolver(net.resolver())
                                        .setMaxConnTotal(atOnce)
                                        .setMaxConnPerRoute(atOnce)
                                        .setDefaultConnectionConfig(
                                                ConnectionConfig.custom()
                                                        .setConnectTimeout(CONNECT)
                                                        .setSocketTimeout(SILENCE)
                                                        .build())
                                        .build())
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectionRequestTimeout(CONNECT)
                                        .setResponseTimeout(SILENCE)
                                        .build())
                        .setUserAgent("Platte-Webhook/1")
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .build();
    }

    Result send(Errand errand, Delivery message) {
        HttpPost request = new HttpPost(errand.webhook().url());
        Instant now = clock.instant();
        request.setHeader("webhook-id", message.message());
        request.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
        request.setHeader(
                "webhook-signature",
                Seal.signatures(errand.secrets(), message.message(), now, message.body()));
        request.setEntity(new StringEntity(message.body(), ContentType.APPLICATION_JSON));
        long begin = System.nanoTime();
        ScheduledFuture<?> end =
                alarm.schedule(request::abort, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return http.execute(request, answer -> judged(answer, since(begin)));
        } catch (IOException e) {
            String why = end.isDone() ? "It took longer than " + LONGEST + "." : said(e);
            return new Result(null, null, why, since(begin), false);
        } finally {
            end.cancel(false);
        }
    }

    private static Result judged(ClassicHttpResponse answer, Duration took) throws IOException {
        int status = answer.getCode();
        String words = begin(answer.getEntity());
        if (status / 100 == 2) {
            return Result.taken(status, words, took);
        }
        String why =
                status / 100 == 3
                        ? "It answered " + status + ": redirects are not followed."
                        : "It answered " + status + ".";
        return new Result(status, words, why, took, status == 410);
    }

    /** The rest is not read: the connection is given up instead. */
    private static String begin(@Nullable HttpEntity body) throws IOException {
        if (body == null) {
            return "";
        }
        try (InputStream in = body.getContent()) {
            String text = new String(in.readNBytes(READ), StandardCharsets.UTF_8);
            String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
            return plain.length() > KEPT ? plain.substring(0, KEPT) : plain;
        }
    }

    private static String said(IOException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        String why =
                switch (e) {
                    case UnknownHostException _ -> "The name leads nowhere: " + message;
                    case SSLException _ -> "No trusted TLS connection: " + message;
                    case HttpHostConnectException _ -> "Nobody listens there: " + message;
                    case SocketTimeoutException _ -> "It did not answer in time.";
                    default -> "The connection broke: " + message;
                };
        return why.length() > KEPT ? why.substring(0, KEPT) : why;
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() throws IOException {
        alarm.shutdownNow();
        http.close();
    }
}
